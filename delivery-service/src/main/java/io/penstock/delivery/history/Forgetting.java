package io.penstock.delivery.history;

import static io.penstock.delivery.history.StoreKeys.key;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Removes what happened before a time, with everything by which it is found. For one thread; safe to repeat. */
final class Forgetting {
    private static final int LARGE_BATCH = 2_000;

    private final HistoryStore store;
    private final Instant bound;
    private final List<byte[]> gone = new ArrayList<>();
    private long entries;

    private Forgetting(HistoryStore store, Instant bound) {
        this.store = store;
        this.bound = bound;
    }

    /** Says how many outcomes and dead letters that were. */
    static long before(HistoryStore store, Instant bound) {
        Forgetting forgetting = new Forgetting(store, bound);
        forgetting.outcomes();
        forgetting.letters();
        forgetting.arrivals();
        People.forget(store, bound);
        store.delete(forgetting.gone);
        return forgetting.entries;
    }

    private void outcomes() {
        old(StoreKeys.OUTCOME, (first, packed) -> {
            for (Bundle.Entry entry : Bundle.of(first, packed).entries()) {
                Findable outcome = Findable.of(HistoryStore.outcome(entry.text()));
                gone.addAll(outcome.results(entry.place()));
                outcome.moment(entry.place()).ifPresent(gone::add);
                entries++;
            }
        });
    }

    private void letters() {
        old(StoreKeys.DEAD_LETTER, (place, text) -> {
            ByteBuffer position = ByteBuffer.wrap(place, Long.BYTES, Integer.BYTES + Long.BYTES);
            gone.add(key(StoreKeys.CAUSE, place));
            gone.add(StoreKeys.position(position.getInt(), position.getLong()));
            entries++;
        });
    }

    /** They hold places, in the order of arrival, which is nearly that of time; the last of each counts. */
    private void arrivals() {
        store.scan(StoreKeys.BY_ARRIVAL, (found, places) -> {
            boolean old = StoreKeys.time(StoreKeys.placeOf(places)).isBefore(bound);
            if (old) {
                remove(found);
            }
            return old;
        });
    }

    private void old(byte kind, BiConsumer<byte[], byte[]> more) {
        store.scan(kind, (found, text) -> {
            byte[] place = StoreKeys.placeOf(found);
            boolean old = StoreKeys.time(place).isBefore(bound);
            if (old) {
                more.accept(place, text);
                remove(found);
            }
            return old;
        });
    }

    private void remove(byte[] found) {
        gone.add(found);
        if (gone.size() >= LARGE_BATCH) {
            store.delete(gone);
            gone.clear();
        }
    }
}
