package io.penstock.delivery.kafka;

import io.penstock.schemas.OutcomeV1;

/** Told of every accepted call when that is written down, on the reading thread. Must be quick. */
public interface Witness {
    /**
     * @param outcome as it was written
     * @param delivery the record's value as it was read; not changed
     */
    void accepted(OutcomeV1 outcome, byte[] delivery);
}
