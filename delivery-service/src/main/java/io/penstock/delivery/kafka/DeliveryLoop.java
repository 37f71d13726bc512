package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Couriers;
import io.penstock.delivery.core.Ending;
import io.penstock.delivery.core.Tally;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Reads deliveries, puts them into lanes, and writes their outcomes as they come, all on one thread of its own; only
 * the calls themselves run elsewhere. Calls to a destination that holds its share of the memory are set aside and read
 * again later; a partition without room is paused, and the polling goes on.
 *
 * <p>The group's assignor is eager: every rebalance takes all partitions away. Nothing is started then, what is under
 * way is waited for, so that the next owner does not overtake it, and what has ended is written. Partitions that stay
 * here go on where they were, provided that nobody had them in between; of the others everything in memory is dropped.
 *
 * <p>A fault nobody foresaw drops everything in memory and begins again with what is written down; so does
 * {@link #beginAgain}, after what is under way has ended.
 */
public final class DeliveryLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);
    private static final int NO_GENERATION = -2;

    private final Supplier<? extends Consumer<String, byte[]>> consumers;
    private final Couriers couriers;
    private final DeliveryReader reader;
    private final OutcomeLog outcomes;
    private final Tally tally;
    private final Witness witness;
    private final InstantSource clock;
    private final LoopSettings settings;
    private final Runnable onFenced;
    private final Queue<List<Ending>> ended = new ConcurrentLinkedQueue<>();
    private final Unopened unopened;
    private final Steering steering = new Steering();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("deliveries").unstarted(this::run);
    private Consumer<String, byte[]> consumer;
    private Holdings holdings;
    private OutcomeWriter writer;
    private int generation = NO_GENERATION;
    private int partitionsInAll;
    private volatile boolean assigned;
    private volatile boolean stopping;
    private volatile boolean again;

    /**
     * @param consumers each a new one, see {@link LoopSettings#consumer}
     * @param onFenced told on the loop's thread, which ends, when another process has taken this worker's place
     */
    public DeliveryLoop(
            Supplier<? extends Consumer<String, byte[]>> consumers,
            Couriers couriers,
            Encoder encoder,
            OutcomeLog outcomes,
            Tally tally,
            Witness witness,
            InstantSource clock,
            LoopSettings settings,
            Runnable onFenced) {
        this.consumers = consumers;
        this.couriers = couriers;
        couriers.tell(ended::add);
        this.reader = new DeliveryReader(encoder, settings.liveWithin());
        this.outcomes = outcomes;
        this.unopened = new Unopened(outcomes);
        this.tally = tally;
        this.witness = witness;
        this.clock = clock;
        this.settings = settings;
        this.onFenced = onFenced;
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Whether the group has given this worker its part, which may be none, and not taken it away again. */
    public boolean isAssigned() {
        return assigned;
    }

    /**
     * Reads and says anew everything that has no outcome; nothing is sent meanwhile. From any thread; waits for
     * nothing.
     */
    public void beginAgain() {
        again = true;
    }

    /** Whether this worker, of all, does what one of them has to: it has the first partition. Safe from any thread. */
    public boolean leads() {
        return assigned && steering.leads();
    }

    /** What slow or stopped destinations have left for later, as of a moment ago. Safe from any thread. */
    public Backlog backlog() {
        return steering.backlog();
    }

    /** Starts nothing more, waits for requests under way and writes what has ended. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(LONGEST_REQUEST.plus(PATIENCE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            again = false;
            holdings = new Holdings(settings.bufferedRecords(), settings.bufferedBytes(), couriers::known);
            writer = new OutcomeWriter(outcomes, holdings, tally, witness, settings.commitEvery(), settings.process());
            try (Consumer<String, byte[]> fresh = consumers.get()) {
                consumer = fresh;
                consumer.subscribe(List.of(Topics.DELIVERIES.name()), new Rebalances());
                while (!stopping && !again) {
                    turn();
                }
                stop();
            } catch (FencedInstanceIdException e) {
                LOG.error("another process has taken this worker's place");
                assigned = false;
                onFenced.run();
                return;
            } catch (RuntimeException e) {
                LOG.error("begins again with what is written down", e);
                LockSupport.parkNanos(AFTER_A_FAULT.toNanos());
            } finally {
                assigned = false;
                unopened.clear();
                generation = NO_GENERATION;
                drop(List.of());
            }
        }
    }

    private void turn() {
        ConsumerRecords<String, byte[]> records = consumer.poll(assigned ? writer.untilDue(POLL) : POLL);
        take(records);
        unopened.open(consumer, holdings);
        settle();
        if (assigned) {
            writer.writeIfDue(consumer);
        }
        steering.steer(consumer, holdings);
    }

    private void stop() {
        holdUntilQuiet();
        settle();
        writer.write(consumer);
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        Map<String, List<Slot>> byDestination = new LinkedHashMap<>();
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<String, byte[]> record : records.records(partition)) {
                if (!holdings.isKnown(partition, record.offset())) {
                    take(new Slot(partition, reader.read(record)), byDestination);
                }
            }
        }
        byDestination.forEach(this::carry);
    }

    private void take(Slot slot, Map<String, List<Slot>> byDestination) {
        if (!holdings.add(slot)) {
            return;
        }
        switch (slot.owed()) {
            case Owed.Delivery delivery ->
                byDestination
                        .computeIfAbsent(delivery.delivery().destination(), name -> new ArrayList<>())
                        .add(slot);
            case Owed.Unsayable unsayable -> holdings.end(slot, LastWords.of(unsayable, clock.instant()));
            case Owed.Unreadable unreadable -> holdings.end(slot, LastWords.of(unreadable, clock.instant()));
        }
    }

    private void carry(String destination, List<Slot> slots) {
        List<Call> calls = new ArrayList<>(slots.size());
        slots.forEach(slot -> calls.add(slot.call().orElseThrow()));
        couriers.to(destination).carry(calls);
    }

    private void settle() {
        for (List<Ending> answer = ended.poll(); answer != null; answer = ended.poll()) {
            for (Ending ending : answer) {
                Slot slot = (Slot) ending.call().owner();
                holdings.end(slot, LastWords.of((Owed.Delivery) slot.owed(), ending));
            }
        }
    }

    private void holdUntilQuiet() {
        assigned = false;
        try {
            if (!couriers.hold(LONGEST_REQUEST)) {
                LOG.warnf("requests still under way after %s", LONGEST_REQUEST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drop(Collection<TopicPartition> kept) {
        Set<Call> dropped = holdings.retain(kept);
        if (!dropped.isEmpty()) {
            couriers.forget(dropped::contains);
        }
    }

    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            holdUntilQuiet();
            settle();
            writer.write(consumer);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            holdUntilQuiet();
            generation = NO_GENERATION;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            int before = generation;
            generation = consumer.groupMetadata().generationId();
            boolean nobodyBetween = generation == before || generation == before + 1;
            drop(nobodyBetween ? partitions : List.of());
            unopened.clear();
            for (TopicPartition partition : partitions) {
                if (holdings.holds(partition)) {
                    consumer.seek(partition, holdings.next(partition));
                } else {
                    unopened.add(partition);
                }
            }
            consumer.pause(unopened.partitions());
            share(partitions.size());
            couriers.release();
            assigned = true;
        }

        /** A broker that has just started may not know all partitions yet: the most ever seen counts. */
        private void share(int own) {
            try {
                int seen = consumer.partitionsFor(Topics.DELIVERIES.name(), PATIENCE)
                        .size();
                partitionsInAll = Math.max(partitionsInAll, seen);
            } catch (TimeoutException e) {
                LOG.warnf("number of partitions not known anew, going on with %d", partitionsInAll);
            }
            if (own > 0) {
                couriers.share((double) own / Math.max(partitionsInAll, own));
            }
        }
    }
}
