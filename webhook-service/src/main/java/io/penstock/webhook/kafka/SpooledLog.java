package io.penstock.webhook.kafka;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import io.penstock.webhook.core.EngagementLog;
import io.penstock.webhook.core.Spool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * The broker, and the spool in its place while it is away. As long as anything waits in the spool, everything goes
 * behind it, so that the order in which webhooks of one person were answered is their order on the topic; one thread
 * drains. A record whose acknowledgement was lost may be on the topic twice.
 */
public final class SpooledLog implements EngagementLog<EngagementV1, DeadLetterV1>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SpooledLog.class);
    private static final long PAUSE_MS = 500;
    private static final int MOST_TOGETHER = 1000;

    private final EngagementProducer producer;
    private final Spool spool;
    private final Spool parked;
    private final Semaphore work = new Semaphore(0);
    private final Thread drainer;
    private volatile boolean closed;

    /**
     * @param spool what is in it is sent from now on; closed with this
     * @param parked takes what the broker never will, so that it holds nothing back; for a person to look at
     */
    public SpooledLog(EngagementProducer producer, Spool spool, Spool parked) {
        this.producer = producer;
        this.parked = parked;
        this.spool = spool;
        drainer = Thread.ofPlatform().daemon().name("webhook-spool").start(this::drain);
    }

    @Override
    public boolean keep(EngagementV1 event) {
        return keep(EngagementProducer.record(event));
    }

    @Override
    public boolean quarantine(DeadLetterV1 letter) {
        return keep(EngagementProducer.record(letter));
    }

    /** Keeps a collected record; otherwise like {@link #keep(EngagementV1)}. */
    public boolean keep(RecordV1 record) {
        return keep(EngagementProducer.record(Topics.RECORDS, record.partitionKey(), record));
    }

    /** Entries that wait for the broker now. */
    public long spooled() {
        return spool.size();
    }

    /** Keeps any record; otherwise like {@link #keep(EngagementV1)}. */
    boolean keep(ProducerRecord<String, byte[]> record) {
        if (spool.isEmpty()) {
            if (settle(record)) {
                return true;
            }
            LOG.warnf("broker does not answer: the spool takes over, topic=%s", record.topic());
        }
        boolean safe = spool.append(frame(record));
        work.release();
        if (!safe) {
            LOG.errorf("webhook not kept, topic=%s reason=spool full or disk failed", record.topic());
        }
        return safe;
    }

    private boolean settle(ProducerRecord<String, byte[]> record) {
        return isSettled(producer.send(record), record);
    }

    private boolean isSettled(EngagementProducer.Sent sent, ProducerRecord<String, byte[]> record) {
        return switch (sent) {
            case SAFE -> true;
            case NOT_NOW -> false;
            case NEVER -> parked.append(frame(record));
        };
    }

    /** Sends what may go together: the entries up to the first whose key came before. */
    private int settle(List<byte[]> entries) {
        List<ProducerRecord<String, byte[]>> together = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (byte[] entry : entries) {
            ProducerRecord<String, byte[]> record = record(entry);
            if (together.size() == MOST_TOGETHER || !keys.add(record.topic() + "|" + record.key())) {
                break;
            }
            together.add(record);
        }
        List<EngagementProducer.Sent> sent = closed ? List.of() : producer.sendAll(together);
        int settled = 0;
        while (settled < sent.size() && isSettled(sent.get(settled), together.get(settled))) {
            settled++;
        }
        return settled;
    }

    @Override
    public void close() {
        closed = true;
        drainer.interrupt();
        try {
            drainer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spool.close();
        parked.close();
    }

    private void drain() {
        while (!closed) {
            try {
                spool.drain(this::settle);
                work.tryAcquire(PAUSE_MS, TimeUnit.MILLISECONDS);
                work.drainPermits();
            } catch (IOException e) {
                LOG.errorf("spool not readable, reason=%s", e.getClass().getSimpleName());
                work.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static byte[] frame(ProducerRecord<String, byte[]> record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(record.value().length + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(record.topic());
            byte[] key = record.key().getBytes(StandardCharsets.UTF_8);
            out.writeInt(key.length);
            out.write(key);
            out.write(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static ProducerRecord<String, byte[]> record(byte[] frame) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame))) {
            String topic = in.readUTF();
            String key = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            return new ProducerRecord<>(topic, key, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
