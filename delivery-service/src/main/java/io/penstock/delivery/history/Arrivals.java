package io.penstock.delivery.history;

import io.penstock.schemas.OutcomeV1;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Outcomes in the order in which they were read. What was read together is one entry: places, and the first number. */
final class Arrivals {
    private Arrivals() {}

    /** Those after a number, until the visitor says that it is enough; what was forgotten is passed over. */
    static void after(HistoryStore store, long after, BiPredicate<Long, OutcomeV1> visit) {
        store.scan(StoreKeys.BY_ARRIVAL, togetherWith(store, after + 1), (found, places) -> {
            long first = number(found);
            for (int i = (int) Math.max(0, after + 1 - first); i < count(places); i++) {
                int from = i * StoreKeys.PLACE;
                Optional<OutcomeV1> outcome = store.at(Arrays.copyOfRange(places, from, from + StoreKeys.PLACE));
                if (outcome.isPresent() && !visit.test(first + i, outcome.get())) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The highest number, 0 if there is none. */
    static long last(HistoryStore store) {
        long[] last = {0};
        store.back(new byte[] {StoreKeys.BY_ARRIVAL}, new byte[] {StoreKeys.BY_ARRIVAL + 1}, (found, places) -> {
            last[0] = number(found) + count(places) - 1;
            return false;
        });
        return last[0];
    }

    /** The key of the entry that holds the number. */
    private static byte[] togetherWith(HistoryStore store, long number) {
        byte[][] key = {StoreKeys.number(StoreKeys.BY_ARRIVAL, number)};
        byte[] behind = StoreKeys.number(StoreKeys.BY_ARRIVAL, number + 1);
        store.back(new byte[] {StoreKeys.BY_ARRIVAL}, behind, (found, places) -> {
            key[0] = found;
            return false;
        });
        return key[0];
    }

    private static long number(byte[] key) {
        return ByteBuffer.wrap(key, 1, Long.BYTES).getLong();
    }

    private static int count(byte[] places) {
        return places.length / StoreKeys.PLACE;
    }
}
