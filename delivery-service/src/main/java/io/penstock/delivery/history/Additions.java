package io.penstock.delivery.history;

import static io.penstock.delivery.history.StoreKeys.key;

import io.penstock.schemas.DeadLetterV1;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.rocksdb.WriteBatch;

/** What is written with the next commit, and the keys that several outcomes of it have in common. Not thread-safe. */
final class Additions implements AutoCloseable {
    private static final byte[] NOTHING = new byte[0];

    private final Puts puts = new Puts();
    private final Bundles bundles = new Bundles(puts);
    private final PersonEntries people = new PersonEntries();
    /** Places of outcomes as they came. */
    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();

    private final Set<PipelineMoment> moments = new HashSet<>();

    private record PipelineMoment(String pipeline, long time) {}

    /**
     * @param place must not be changed any more
     * @param text as it travelled
     */
    void outcome(byte[] place, Findable outcome, byte[] text) {
        bundles.add(place, text);
        outcome.people().forEach(person -> people.add(person, place, outcome.deliveryId()));
        outcome.results(place).forEach(index -> puts.put(index, NOTHING));
        if (moments.add(new PipelineMoment(outcome.pipeline(), outcome.at().toEpochMilli()))) {
            outcome.moment(place).ifPresent(index -> puts.put(index, NOTHING));
        }
        arrived.writeBytes(place);
    }

    /** @param text as it travelled; it must not be changed any more */
    void letter(int partition, long offset, DeadLetterV1 letter, byte[] text) {
        byte[] place = StoreKeys.place(letter.at(), partition, offset);
        puts.put(key(StoreKeys.DEAD_LETTER, place), text);
        puts.put(key(StoreKeys.CAUSE, place), DeadLetterCause.of(letter).text().getBytes(StandardCharsets.UTF_8));
        puts.put(StoreKeys.position(partition, offset), place);
    }

    void readUpTo(String topic, int partition, long next) {
        puts.put(
                StoreKeys.offset(topic, partition),
                ByteBuffer.allocate(Long.BYTES).putLong(next).array());
    }

    /** How many outcomes there are. */
    int outcomes() {
        return arrived.size() / StoreKeys.PLACE;
    }

    /**
     * All of it, until {@link #clear}.
     *
     * @param arrival number of the first outcome, from 1
     */
    WriteBatch all(long arrival) {
        if (arrived.size() > 0) {
            bundles.end();
            people.into(puts, arrival);
            puts.put(StoreKeys.number(StoreKeys.BY_ARRIVAL, arrival), arrived.toByteArray());
        }
        return puts.all();
    }

    /** It is written. */
    void clear() {
        arrived.reset();
        moments.clear();
        puts.clear();
    }

    @Override
    public void close() {
        puts.close();
    }
}
