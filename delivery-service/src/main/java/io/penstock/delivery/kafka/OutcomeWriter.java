package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Ending;
import io.penstock.delivery.core.Tally;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Writes what has ended, from time to time, and never twice: a transaction whose commit was not answered is looked up
 * before anything else is written. Every transaction has a name of its own in the metadata of its offsets. Not
 * thread-safe.
 */
final class OutcomeWriter {
    private static final Logger LOG = Logger.getLogger(OutcomeWriter.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final OutcomeLog log;
    private final Holdings holdings;
    private final Tally tally;
    private final Witness witness;
    private final Duration every;
    private final String process;
    private long transactions;
    private long nextAt = System.nanoTime();
    private int failures;
    private Optional<Attempt> doubtful = Optional.empty();

    private record Attempt(
            Holdings.Draft draft, Map<TopicPartition, OffsetAndMetadata> offsets, long takenBackBefore) {}

    /**
     * @param every shortest time between two transactions
     * @param process unlike that of any other process
     */
    OutcomeWriter(OutcomeLog log, Holdings holdings, Tally tally, Witness witness, Duration every, String process) {
        this.log = log;
        this.holdings = holdings;
        this.tally = tally;
        this.witness = witness;
        this.every = every;
        this.process = process;
    }

    /** Time until {@link #writeIfDue} may write again: from a millisecond to that much. */
    Duration untilDue(Duration most) {
        long left = Math.max(SHORTEST.toNanos(), nextAt - System.nanoTime());
        return left < most.toNanos() ? Duration.ofNanos(left) : most;
    }

    /** Writes if it is time and there is something. Blocks for at most some seconds; never throws for the broker. */
    void writeIfDue(Consumer<?, ?> consumer) {
        if (System.nanoTime() - nextAt >= 0) {
            write(consumer);
        }
    }

    /** As {@link #writeIfDue}, at once. */
    void write(Consumer<?, ?> consumer) {
        try {
            if (doubtful.isPresent()) {
                settle(doubtful.get(), consumer);
            }
            holdings.draft().ifPresent(draft -> attempt(draft, consumer));
            failures = 0;
            nextAt = System.nanoTime() + every.toNanos();
        } catch (KafkaException e) {
            failures++;
            long pause = Math.min(LONGEST_PAUSE.toMillis(), 50L << Math.min(failures, 7));
            nextAt = System.nanoTime() + Duration.ofMillis(pause).toNanos();
            LOG.warnf(
                    "transaction failed, attempt=%d reason=%s",
                    failures, e.getClass().getSimpleName());
        }
    }

    private void attempt(Holdings.Draft draft, Consumer<?, ?> consumer) {
        String name = process + "-" + transactions++;
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        draft.marks().forEach((partition, mark) -> offsets.put(partition, mark.encode(name)));
        List<LastWord> words =
                draft.slots().stream().map(slot -> slot.word().orElseThrow()).toList();
        doubtful = Optional.of(new Attempt(draft, offsets, log.takenBack()));
        log.write(words, offsets, consumer.groupMetadata());
        committed(draft);
    }

    private void settle(Attempt attempt, Consumer<?, ?> consumer) {
        Set<TopicPartition> held = new HashSet<>(attempt.offsets.keySet());
        held.removeIf(partition -> !holdings.stillHolds(attempt.draft, partition));
        Map<TopicPartition, OffsetAndMetadata> found = log.committed(consumer, held);
        boolean whole = log.takenBack() == attempt.takenBackBefore;
        if (whole
                && held.stream()
                        .anyMatch(partition -> attempt.offsets.get(partition).equals(found.get(partition)))) {
            log.acknowledge();
            committed(attempt.draft);
        }
        doubtful = Optional.empty();
    }

    private void committed(Holdings.Draft draft) {
        doubtful = Optional.empty();
        holdings.written(draft);
        for (Slot slot : draft.slots()) {
            LastWord word = slot.word().orElseThrow();
            tally.add(word.kind(), word.code());
            if (word.kind() == Ending.Kind.ACCEPTED) {
                witness.accepted(
                        slot.destination().orElseThrow(),
                        word.outcome().orElseThrow()::outcome,
                        () -> slot.owed().record().value());
            }
        }
    }
}
