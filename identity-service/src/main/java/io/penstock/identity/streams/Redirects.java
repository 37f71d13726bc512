package io.penstock.identity.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * When the redirects that absorbed profiles leave behind end: a store of times, and behind each the profile. One that
 * came alive again, was erased or was absorbed anew meanwhile is not touched. Belongs to one stream thread.
 */
final class Redirects {
    /** Records are read within this time, so a redirect that ends earlier could be missed by one. */
    private static final Duration SHORTEST = Duration.ofDays(8);

    private static final int MOST_AT_ONCE = 10_000;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Duration retention;

    /** @throws IllegalArgumentException if the retention is shorter than records are kept */
    Redirects(KeyValueStore<Bytes, byte[]> store, Duration retention) {
        this.store = store;
        this.retention = requireLongEnough(retention);
    }

    static Duration requireLongEnough(Duration retention) {
        if (retention.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("redirects must be kept for at least " + SHORTEST);
        }
        return retention;
    }

    /** The profile was absorbed just now. */
    void began(OwnedProfile absorbed) {
        store.put(
                key(ends(absorbed), absorbed.profileId()), absorbed.workspace().getBytes(StandardCharsets.UTF_8));
    }

    /** Deletes what is over, {@value #MOST_AT_ONCE} at most; the rest is left to the next call. */
    void end(Instant now, OwnedProfiles profiles, Consumer<OwnedProfile> ended) {
        for (KeyValue<Bytes, byte[]> one : due(now)) {
            store.delete(one.key);
            OwnedProfile profile =
                    profiles.find(new String(one.value, StandardCharsets.UTF_8), profileId(one.key.get()));
            if (profile.status() != OwnedProfile.Status.MERGED) {
                continue;
            }
            if (ends(profile).isAfter(now)) {
                began(profile);
            } else {
                profiles.delete(profile.profileId());
                ended.accept(profile);
            }
        }
    }

    private List<KeyValue<Bytes, byte[]>> due(Instant now) {
        List<KeyValue<Bytes, byte[]>> due = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.range(null, key(now.plusMillis(1), ""))) {
            while (all.hasNext() && due.size() < MOST_AT_ONCE) {
                due.add(all.next());
            }
        }
        return due;
    }

    private Instant ends(OwnedProfile absorbed) {
        return absorbed.updatedAt().plus(retention);
    }

    private static Bytes key(Instant at, String profileId) {
        byte[] id = profileId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + id.length)
                .putLong(at.toEpochMilli())
                .put(id)
                .array());
    }

    private static String profileId(byte[] key) {
        return new String(key, Long.BYTES, key.length - Long.BYTES, StandardCharsets.UTF_8);
    }
}
