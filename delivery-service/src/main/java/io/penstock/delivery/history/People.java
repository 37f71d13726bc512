package io.penstock.delivery.history;

import static io.penstock.delivery.history.StoreKeys.BY_PERSON;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Places of the outcomes of a person or a thing, read from its bucket of each day, the newest day first. What was
 * forgotten may still have an entry until its day is over: its place leads to nothing.
 */
final class People {
    private static final int BEFORE_THE_DAY = 1;

    private People() {}

    /**
     * Each place once, newest first, and which delivery it was, until the visitor says that it is enough.
     *
     * @param whose see {@link StoreKeys#prefix}
     */
    static void newest(
            HistoryStore store, byte[] whose, Instant since, Instant until, BiPredicate<byte[], Integer> visit) {
        byte[] digest = Arrays.copyOfRange(whose, 1, 1 + Digests.LENGTH);
        byte[] from = StoreKeys.from(since);
        byte[] to = StoreKeys.from(until);
        boolean never = Arrays.compareUnsigned(from, to) >= 0;
        OptionalInt day = never ? OptionalInt.empty() : lastDayBefore(store, day(to) + 1);
        while (day.isPresent() && day.getAsInt() >= day(from)) {
            for (Place each : ofDay(store, day.getAsInt(), digest, from, to)) {
                if (!visit.test(each.place, each.which)) {
                    return;
                }
            }
            day = lastDayBefore(store, day.getAsInt());
        }
    }

    private record Place(byte[] place, int which) {}

    private static Collection<Place> ofDay(HistoryStore store, int day, byte[] digest, byte[] from, byte[] to) {
        TreeMap<byte[], Place> found = new TreeMap<>(Arrays::compareUnsigned);
        int bucket = PersonEntries.bucket(ByteBuffer.wrap(digest), 0);
        store.back(bucket(day, bucket), bucket(day, bucket + 1), (key, entries) -> {
            for (int at = 0; at < entries.length; at += PersonEntries.ENTRY) {
                int behind = at + Digests.LENGTH;
                if (Arrays.equals(entries, at, behind, digest, 0, Digests.LENGTH)) {
                    byte[] place = Arrays.copyOfRange(entries, behind, behind + StoreKeys.PLACE);
                    int which = ByteBuffer.wrap(entries).getInt(behind + StoreKeys.PLACE);
                    found.put(place, new Place(place, which));
                }
            }
            return true;
        });
        return found.subMap(from, true, to, false).descendingMap().values();
    }

    /** Drops the entries of all days that ended before that time. */
    static void forget(HistoryStore store, Instant bound) {
        int day = day(StoreKeys.from(bound));
        if (lastDayBefore(store, day).isPresent()) {
            store.deleteRange(new byte[] {BY_PERSON}, days(day));
        }
    }

    private static OptionalInt lastDayBefore(HistoryStore store, int day) {
        int[] found = {-1};
        store.back(new byte[] {BY_PERSON}, days(day), (key, entries) -> {
            found[0] = ByteBuffer.wrap(key).getInt(BEFORE_THE_DAY);
            return false;
        });
        return found[0] < 0 ? OptionalInt.empty() : OptionalInt.of(found[0]);
    }

    private static int day(byte[] place) {
        return PersonEntries.day(StoreKeys.time(place).toEpochMilli());
    }

    private static byte[] days(int day) {
        return ByteBuffer.allocate(1 + Integer.BYTES).put(BY_PERSON).putInt(day).array();
    }

    private static byte[] bucket(int day, int bucket) {
        return ByteBuffer.allocate(1 + Integer.BYTES + Short.BYTES)
                .put(BY_PERSON)
                .putInt(day)
                .putShort((short) bucket)
                .array();
    }
}
