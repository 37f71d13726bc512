package io.penstock.delivery.history;

import static io.penstock.delivery.history.StoreKeys.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.OutcomeV1;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;

/**
 * Outcomes and dead letters in one RocksDB, with their indexes and how far each partition was read, so that what is
 * read twice is stored once. One thread writes; any may read. Losing the folder costs reading the topics again.
 */
public final class HistoryStore implements AutoCloseable {
    /** Another word whenever something is found by other keys. */
    private static final String KEYS = "4 ";

    private final StoreOptions options = new StoreOptions();
    private final RocksDB db;
    private final Additions additions = new Additions();
    private long arrivals;

    /** Opens the store of a folder, which is created; one process at a time. */
    public HistoryStore(Path folder) {
        try {
            Files.createDirectories(folder);
            db = RocksDB.open(options.database(), folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RocksDBException e) {
            throw broken(e);
        }
        arrivals = lastArrival();
    }

    /**
     * Says of which topics this is a copy. If it was one of others (a new broker has topics of the same names), or was
     * made by a version with other keys, what it holds is dropped.
     *
     * @param ids the broker's ids of the topics
     */
    void copyOf(String ids) {
        byte[] where = {StoreKeys.TOPICS};
        byte[] now = (KEYS + ids).getBytes(StandardCharsets.UTF_8);
        byte[] before = get(where);
        try {
            if (before != null && !Arrays.equals(before, now)) {
                db.deleteRange(new byte[] {0}, new byte[] {Byte.MAX_VALUE});
                arrivals = 0;
            }
            db.put(where, now);
        } catch (RocksDBException e) {
            throw broken(e);
        }
    }

    /** The next offset to read; empty if nothing of the partition was read. */
    Optional<Long> next(String topic, int partition) {
        return Optional.ofNullable(get(StoreKeys.offset(topic, partition)))
                .map(bytes -> ByteBuffer.wrap(bytes).getLong());
    }

    /**
     * Stores an outcome with the next {@link #commit}.
     *
     * @param text as it travelled
     */
    void put(int partition, long offset, Findable outcome, byte[] text) {
        additions.outcome(StoreKeys.place(outcome.at(), partition, offset), outcome, text);
    }

    /** Stores a dead letter with the next {@link #commit}. */
    void put(int partition, long offset, DeadLetterV1 letter, byte[] text) {
        additions.letter(partition, offset, letter, text);
    }

    /** Notes with the next {@link #commit} that everything before was read. */
    void readUpTo(String topic, int partition, long next) {
        additions.readUpTo(topic, partition, next);
    }

    /** Makes what was put visible, all of it or nothing. */
    void commit() {
        try {
            db.write(options.writing(), additions.all(arrivals + 1));
            arrivals += additions.outcomes();
            additions.clear();
        } catch (RocksDBException e) {
            throw broken(e);
        }
    }

    /** Outcomes below one key of an index, or all, newest first, until the visitor says that it is enough. */
    void newest(Optional<byte[]> index, Instant since, Instant until, BiPredicate<byte[], OutcomeV1> visit) {
        if (index.isPresent() && index.get()[0] == StoreKeys.BY_PERSON) {
            People.newest(
                    this,
                    index.get(),
                    since,
                    until,
                    (place, which) ->
                            at(place).map(outcome -> visit.test(place, outcome)).orElse(true));
            return;
        }
        byte[] prefix = index.orElseGet(() -> new byte[] {StoreKeys.OUTCOME});
        byte[] from = joined(prefix, StoreKeys.from(since));
        byte[] to = joined(prefix, StoreKeys.from(until));
        back(from, to, (found, value) -> {
            byte[] place = StoreKeys.placeOf(found);
            List<Bundle.Entry> entries = index.isPresent()
                    ? text(place).map(text -> new Bundle.Entry(place, text)).stream()
                            .toList()
                    : Bundle.of(place, value).entries();
            return entries.stream().allMatch(entry -> visit.test(entry.place(), outcome(entry.text())));
        });
    }

    /** As {@link #newest} of a pipeline, and whatever else ended at the same times. */
    void newestAround(byte[] pipeline, Instant since, Instant until, BiPredicate<byte[], OutcomeV1> visit) {
        byte[] from = joined(pipeline, StoreKeys.moment(StoreKeys.from(since)));
        byte[] to = joined(pipeline, StoreKeys.moment(StoreKeys.from(until)));
        back(from, to, (found, nothing) -> {
            Instant at = StoreKeys.time(StoreKeys.momentOf(found));
            boolean[] goesOn = {true};
            newest(Optional.empty(), at, at.plusMillis(1), (place, outcome) -> goesOn[0] = visit.test(place, outcome));
            return goesOn[0];
        });
    }

    /** The newest outcome of a delivery, among those of a person or a thing. */
    Optional<OutcomeV1> last(String person, String deliveryId) {
        int which = StoreKeys.which(deliveryId);
        List<OutcomeV1> last = new ArrayList<>();
        byte[] whose = StoreKeys.prefix(StoreKeys.BY_PERSON, person);
        People.newest(this, whose, Instant.EPOCH, StoreKeys.NEVER, (place, delivery) -> {
            if (delivery == which) {
                at(place)
                        .filter(outcome -> outcome.deliveryId().equals(deliveryId))
                        .ifPresent(last::add);
            }
            return last.isEmpty();
        });
        return last.stream().findFirst();
    }

    /** Keys and values from there to there, the last first, until the visitor has seen enough. */
    void back(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visit) {
        try (Slice lower = new Slice(from);
                Slice upper = new Slice(to);
                ReadOptions bounds =
                        new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
                RocksIterator each = db.newIterator(bounds)) {
            each.seekToLast();
            while (each.isValid() && visit.test(each.key(), each.value())) {
                each.prev();
            }
        }
    }

    /** Outcomes that arrived after a number, in that order; numbers count up. */
    void arrivedAfter(long after, BiPredicate<Long, OutcomeV1> visit) {
        Arrivals.after(this, after, visit);
    }

    /** The number of the outcome that arrived last, 0 if none has. */
    long lastArrival() {
        return Arrivals.last(this);
    }

    /** The outcome of a place, if it was not forgotten. */
    Optional<OutcomeV1> at(byte[] place) {
        return text(place).map(HistoryStore::outcome);
    }

    /** It lies in the last bundle that begins no later. */
    private Optional<byte[]> text(byte[] place) {
        byte[] where = key(StoreKeys.OUTCOME, place);
        List<Bundle> found = new ArrayList<>(1);
        back(new byte[] {StoreKeys.OUTCOME}, joined(where, new byte[1]), (first, packed) -> {
            if (Bundle.isTogether(StoreKeys.placeOf(first), place)) {
                found.add(Bundle.of(StoreKeys.placeOf(first), packed));
            }
            return false;
        });
        return found.stream().findFirst().flatMap(bundle -> bundle.text(place));
    }

    /** Causes of all dead letters, oldest first; only of those that came after one, if one is given. */
    void causes(Optional<DeadLetterId> after, BiPredicate<byte[], DeadLetterCause> visit) {
        byte[] from = after.map(id -> get(StoreKeys.position(id.partition(), id.offset())))
                .map(place -> joined(key(StoreKeys.CAUSE, place), new byte[1]))
                .orElse(new byte[] {StoreKeys.CAUSE});
        scan(
                StoreKeys.CAUSE,
                from,
                (found, text) -> visit.test(
                        StoreKeys.placeOf(found), DeadLetterCause.parse(new String(text, StandardCharsets.UTF_8))));
    }

    /** A dead letter as it travelled. */
    Optional<DeadLetterV1> letter(byte[] place) {
        return Optional.ofNullable(get(key(StoreKeys.DEAD_LETTER, place))).map(text -> read(text, DeadLetterV1.class));
    }

    Optional<DeadLetterV1> letter(DeadLetterId id) {
        return Optional.ofNullable(get(StoreKeys.position(id.partition(), id.offset())))
                .flatMap(this::letter);
    }

    /** Removes these keys at once. */
    void delete(List<byte[]> keys) {
        try (WriteBatch deletes = new WriteBatch()) {
            for (byte[] each : keys) {
                deletes.delete(each);
            }
            db.write(options.writing(), deletes);
        } catch (RocksDBException e) {
            throw broken(e);
        }
    }

    /** Removes what lies from there to there at once. */
    void deleteRange(byte[] from, byte[] to) {
        try {
            db.deleteRange(options.writing(), from, to);
        } catch (RocksDBException e) {
            throw broken(e);
        }
    }

    /** Keys and values of one kind in order, until the visitor has seen enough. */
    void scan(byte kind, BiPredicate<byte[], byte[]> visit) {
        scan(kind, new byte[] {kind}, visit);
    }

    /** The same from a key on. */
    void scan(byte kind, byte[] from, BiPredicate<byte[], byte[]> visit) {
        try (Slice upper = new Slice(new byte[] {(byte) (kind + 1)});
                ReadOptions bounds = new ReadOptions().setIterateUpperBound(upper);
                RocksIterator each = db.newIterator(bounds)) {
            each.seek(from);
            while (each.isValid() && visit.test(each.key(), each.value())) {
                each.next();
            }
        }
    }

    private byte[] get(byte[] where) {
        try {
            return db.get(where);
        } catch (RocksDBException e) {
            throw broken(e);
        }
    }

    static OutcomeV1 outcome(byte[] text) {
        return read(text, OutcomeV1.class);
    }

    private static <V> V read(byte[] text, Class<V> type) {
        try {
            return Json.wire().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read once can be read again", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static IllegalStateException broken(RocksDBException cause) {
        return new IllegalStateException("the history cannot be read or written", cause);
    }

    @Override
    public void close() {
        additions.close();
        db.close();
        options.close();
    }
}
