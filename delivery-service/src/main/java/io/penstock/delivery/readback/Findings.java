package io.penstock.delivery.readback;

import io.penstock.schemas.OutcomeV1;
import java.util.List;
import java.util.Optional;

/** Where it is written down what was seen at a destination. For one thread. */
public interface Findings {
    /** Writes one down; it may get lost if the process dies in the next moment. Does not wait. */
    void say(OutcomeV1 finding);

    /**
     * Takes over a connection's activity log from whoever worked it off before, who can write nothing any more.
     *
     * @return how far that one came; empty if nobody has begun
     * @throws org.apache.kafka.common.KafkaException if the broker cannot be reached; try again later
     */
    Optional<ActivityPosition> takeOver(String connection);

    /**
     * Writes findings and the position behind them, all of it or nothing.
     *
     * @throws org.apache.kafka.common.KafkaException if it is not known to be written: {@link #takeOver} tells
     */
    void write(String connection, List<OutcomeV1> findings, ActivityPosition position);

    /** Somebody else works the log off now. Safe to repeat. */
    void leave(String connection);
}
