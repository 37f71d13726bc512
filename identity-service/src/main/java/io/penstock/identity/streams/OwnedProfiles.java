package io.penstock.identity.streams;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The profiles of one partition: a store, and in front of it the ones used last, as they are stored, and a filter for
 * those that are new. Asking the store takes several times as long as reading a profile, and longest for one that it
 * does not have. Every change is in the store at once. Belongs to one stream thread and one life of a task.
 */
final class OwnedProfiles {
    /** What the id, its place in the map and two object heads take. */
    private static final int BESIDES = 160;

    /** Profiles that the filter is meant for, 512 KB; see {@link SparseStore} for more of them. */
    private static final int FILTERED = 1 << 18;

    private final SparseStore store;
    private final ByteBudget budget;
    private final Map<String, byte[]> used = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param budget its share of that is what the ones used last may take */
    OwnedProfiles(KeyValueStore<Bytes, byte[]> store, ByteBudget budget) {
        this.store = new SparseStore(store, FILTERED);
        this.budget = budget;
    }

    /** The profile, or one that has nothing yet. */
    OwnedProfile find(String workspace, String profileId) {
        byte[] known = used.get(profileId);
        if (known != null) {
            return StoredOwned.read(known);
        }
        byte[] stored = store.get(key(profileId));
        if (stored == null) {
            return OwnedProfile.unborn(workspace, profileId);
        }
        OwnedProfile profile = StoredOwned.read(stored);
        keep(profileId, stored);
        return profile;
    }

    void put(OwnedProfile profile) {
        byte[] stored = StoredOwned.write(profile);
        store.put(key(profile.profileId()), stored);
        keep(profile.profileId(), stored);
    }

    void delete(String profileId) {
        store.delete(key(profileId));
        forgotten(used.remove(profileId));
    }

    /** Key of a profile in the store, for look-ups too. */
    static Bytes key(String profileId) {
        return Bytes.wrap(profileId.getBytes(StandardCharsets.UTF_8));
    }

    private void keep(String profileId, byte[] stored) {
        forgotten(used.put(profileId, stored));
        bytes += stored.length + BESIDES;
        if (bytes > budget.share()) {
            makeRoom();
        }
    }

    private void makeRoom() {
        Iterator<byte[]> eldest = used.values().iterator();
        while (bytes > budget.share() && eldest.hasNext()) {
            forgotten(eldest.next());
            eldest.remove();
        }
    }

    private void forgotten(byte[] stored) {
        if (stored != null) {
            bytes -= stored.length + BESIDES;
        }
    }
}
