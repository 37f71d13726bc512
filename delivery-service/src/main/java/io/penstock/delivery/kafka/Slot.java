package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Call;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A record that was read and is not written down yet. Belongs to the reading thread. What is asked of every slot at
 * every commit lies in it: the record behind it has long left the processor's caches by then.
 */
final class Slot {
    /** Roughly what a slot takes besides the bytes of its record. */
    private static final int OBJECTS = 1500;

    private final Owed owed;
    private final TopicPartition partition;
    private final long offset;
    private final int bytes;
    private final Call call;
    private final String destination;
    private Progress holder;
    private LastWord word;

    Slot(Owed owed) {
        this(new TopicPartition(owed.record().topic(), owed.record().partition()), owed);
    }

    /** @param partition of the record */
    Slot(TopicPartition partition, Owed owed) {
        this.owed = owed;
        this.partition = partition;
        this.offset = owed.record().offset();
        Owed.Delivery delivery = owed instanceof Owed.Delivery one ? one : null;
        this.call = delivery == null ? null : delivery.call().of(this);
        this.destination = delivery == null ? null : delivery.delivery().destination();
        byte[] value = owed.record().value();
        this.bytes = OBJECTS + (value == null ? 0 : value.length) + (call == null ? 0 : call.item().length);
    }

    Owed owed() {
        return owed;
    }

    TopicPartition partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    /** Name of the connection the call goes to; empty if there is nothing to send. */
    Optional<String> destination() {
        return Optional.ofNullable(destination);
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
        return bytes;
    }

    /** It is in memory there, from now on. */
    void heldBy(Progress progress) {
        holder = progress;
    }

    /** It is written down. */
    void letGo() {
        holder = null;
    }

    boolean isHeldBy(Progress progress) {
        return holder == progress && progress != null;
    }
}
