package io.penstock.delivery.kafka;

import io.penstock.schemas.OutcomeV1;
import java.util.function.Supplier;

/** Told of every accepted call when that is written down, on the reading thread. Must be quick. */
public interface Witness {
    /**
     * @param destination name of its connection
     * @param outcome as it was written; asking for it costs more than all else that is done with a call here
     * @param delivery the record's value as it was read; not changed
     */
    void accepted(String destination, Supplier<OutcomeV1> outcome, Supplier<byte[]> delivery);
}
