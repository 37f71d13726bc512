package io.penstock.delivery.history;

import io.penstock.schemas.DeadLetterV1;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The dead letters of every service. Safe for many threads. */
public final class DeadLetters {
    private final HistoryStore store;

    public DeadLetters(HistoryStore store) {
        this.store = store;
    }

    /** @param newest an example to look at */
    public record Group(DeadLetterCause cause, long count, Instant first, Instant last, DeadLetterId newest) {
        private Group with(Instant at, DeadLetterId id) {
            return new Group(cause, count + 1, first, at, id);
        }
    }

    /** One of them and where it lies. */
    public record Letter(DeadLetterId id, DeadLetterV1 letter) {}

    /** By cause, the most frequent first. */
    public List<Group> grouped() {
        Map<DeadLetterCause, Group> groups = new TreeMap<>();
        store.causes(Optional.empty(), (place, cause) -> {
            Instant at = StoreKeys.time(place);
            DeadLetterId id = idOf(place);
            groups.merge(cause, new Group(cause, 1, at, at, id), (before, one) -> before.with(at, id));
            return true;
        });
        return groups.values().stream()
                .sorted(Comparator.comparingLong(Group::count).reversed())
                .toList();
    }

    public Optional<Letter> one(DeadLetterId id) {
        return store.letter(id).map(letter -> new Letter(id, letter));
    }

    /** Ids of what the filter takes, oldest first. */
    List<DeadLetterId> matching(DeadLetterFilter filter, int most) {
        if (filter.id().isPresent()) {
            return store.letter(filter.id().get()).isPresent()
                    ? List.of(filter.id().get())
                    : List.of();
        }
        List<DeadLetterId> ids = new ArrayList<>();
        store.causes(filter.after(), (place, cause) -> {
            if (filter.takes(cause)) {
                ids.add(idOf(place));
            }
            return ids.size() < most;
        });
        return ids;
    }

    private static DeadLetterId idOf(byte[] place) {
        ByteBuffer position = ByteBuffer.wrap(place, Long.BYTES, Integer.BYTES + Long.BYTES);
        return new DeadLetterId(position.getInt(), position.getLong());
    }
}
