package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Call;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** A record that was read and is not written down yet. Belongs to the reading thread. */
final class Slot {
    /** Roughly what a slot takes besides the bytes of its record. */
    private static final int OBJECTS = 1500;

    private final Owed owed;
    private final TopicPartition partition;
    private final Call call;
    private LastWord word;

    Slot(Owed owed) {
        this.owed = owed;
        this.partition = new TopicPartition(owed.record().topic(), owed.record().partition());
        this.call = owed instanceof Owed.Delivery delivery ? delivery.call() : null;
    }

    Owed owed() {
        return owed;
    }

    TopicPartition partition() {
        return partition;
    }

    long offset() {
        return owed.record().offset();
    }

    /** Name of the connection the call goes to; empty if there is nothing to send. */
    Optional<String> destination() {
        return owed instanceof Owed.Delivery call ? Optional.of(call.delivery().destination()) : Optional.empty();
    }

    /** Empty if there is nothing to send. */
    Optional<Call> call() {
        return Optional.ofNullable(call);
    }

    Optional<LastWord> word() {
        return Optional.ofNullable(word);
    }

    void end(LastWord last) {
        word = last;
    }

    /** Memory it holds, in bytes, roughly. */
    int bytes() {
        byte[] value = owed.record().value();
        return OBJECTS + (value == null ? 0 : value.length) + (call == null ? 0 : call.item().length);
    }
}
