package io.penstock.transform.kafka;

import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Takes resolved records in batches and writes what the script stage makes of them, exactly once: records, dead letters
 * and offsets in one transaction. On a thread of its own.
 *
 * <p>Scripts run before the transaction begins, on another thread, so a transaction is open for milliseconds, and the
 * group hears of a batch that takes long. If anything fails the batch is read again, after a pause.
 */
public final class ResolvedLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ResolvedLoop.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Well below the time after which the group takes a member that does not poll for dead. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final Supplier<? extends Consumer<String, byte[]>> consumers;
    private final ScriptStage stage;
    private final ShapedLog log;
    private final StageHealth health;
    private final ExecutorService scripts = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("script-stage").daemon().factory());

    private final Thread thread = Thread.ofPlatform().daemon().name("resolved").unstarted(this::run);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Consumer<String, byte[]> consumer;

    /** @param consumers each a new one that commits nothing by itself */
    public ResolvedLoop(
            Supplier<? extends Consumer<String, byte[]>> consumers,
            ScriptStage stage,
            ShapedLog log,
            StageHealth health) {
        this.consumers = consumers;
        this.stage = stage;
        this.log = log;
        this.health = health;
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Stops at the next moment; what is under way then is read again by whoever comes next. */
    @Override
    public void close() {
        stopping.countDown();
        scripts.shutdownNow();
        Consumer<String, byte[]> last = consumer;
        if (last != null) {
            last.wakeup();
        }
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void run() {
        try {
            while (!isStopping()) {
                read();
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.warn("the script stage was interrupted and reads no more", e);
        }
    }

    private void read() throws InterruptedException {
        try (Consumer<String, byte[]> fresh = consumers.get()) {
            consumer = fresh;
            consumer.subscribe(List.of(Topics.RESOLVED.name()));
            while (!isStopping()) {
                turn();
            }
        } catch (WakeupException e) {
            LOG.debug("the script stage ends", e);
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            health.failed(e);
            LOG.error("resolved records cannot be read; trying again", e);
            stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void turn() throws InterruptedException {
        List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>();
        try {
            consumer.poll(POLL).forEach(batch::add);
            if (!batch.isEmpty()) {
                take(batch);
                health.worked();
            }
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            again(batch.size(), e);
        }
    }

    private void take(List<ConsumerRecord<String, byte[]>> batch) throws InterruptedException {
        ConsumerGroupMetadata group = consumer.groupMetadata();
        var shaped = shaped(scripts.submit(() -> stage.shape(batch)));
        if (consumer.groupMetadata().generationId() != group.generationId()) {
            throw new PartitionsMoved();
        }
        log.write(shaped, ends(batch), group);
    }

    /** Waits, and polls nothing now and then, so that the group goes on meanwhile. */
    private <T> T shaped(Future<T> shaping) throws InterruptedException {
        boolean isQuiet = false;
        while (true) {
            try {
                T shaped = shaping.get(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
                if (isQuiet) {
                    consumer.resume(consumer.paused());
                }
                return shaped;
            } catch (TimeoutException e) {
                if (isStopping()) {
                    throw new WakeupException();
                }
                isQuiet = true;
                consumer.pause(consumer.assignment());
                if (!consumer.poll(Duration.ZERO).isEmpty()) {
                    throw new PartitionsMoved(); // Of a partition that came just now; they are read again too.
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
            }
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> ends(List<ConsumerRecord<String, byte[]>> batch) {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        batch.forEach(record -> ends.put(
                new TopicPartition(record.topic(), record.partition()),
                new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), "")));
        return ends;
    }

    /** Goes back to what is committed, as soon as that can be asked. */
    private void again(int records, RuntimeException failure) throws InterruptedException {
        health.failed(failure);
        if (failure instanceof PartitionsMoved || failure instanceof CommitFailedException) {
            LOG.warnf("batch of %d resolved records is read again: partitions moved", records);
        } else {
            LOG.errorf(failure, "batch of %d resolved records failed and is read again", records);
        }
        Duration pause = PAUSE;
        while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                log.connect();
                goBack();
                return;
            } catch (WakeupException | InterruptException e) {
                throw e;
            } catch (RuntimeException e) {
                health.failed(e);
                LOG.error("cannot go back to the committed offsets; trying again", e);
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            }
        }
    }

    private void goBack() {
        consumer.committed(consumer.assignment(), PATIENCE).forEach((partition, committed) -> {
            if (committed == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, committed);
            }
        });
        consumer.resume(consumer.paused());
    }

    /** The group has changed since the batch was read: its records may be somebody else's now. */
    private static final class PartitionsMoved extends RuntimeException {}
}
