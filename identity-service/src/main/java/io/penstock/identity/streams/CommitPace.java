package io.penstock.identity.streams;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Asks for a commit where little comes through, so that a record does not wait for the interval of Kafka Streams. Where
 * much does, each commit keeps its thread waiting until the broker has all of it, and the interval is longer: see
 * {@code docs/decisions/0063}. A request of one task commits all of its thread, so all ask at the same time.
 *
 * <p>One per task, on its thread.
 */
final class CommitPace {
    /** In one interval: from here on a task waits for the commits of Kafka Streams. */
    static final int MUCH = 100;

    private final Duration every;
    private int seen;

    /** @param every how often it looks */
    CommitPace(Duration every) {
        this.every = every;
    }

    /** Begins anew, whenever the task does. */
    void begin(ProcessorContext<?, ?> context) {
        seen = 0;
        context.schedule(Instant.EPOCH, every, PunctuationType.WALL_CLOCK_TIME, _ -> {
            if (seen > 0 && seen < MUCH) {
                context.commit();
            }
            seen = 0;
        });
    }

    /** One more record. */
    void saw() {
        seen++;
    }
}
