package io.penstock.identity.streams;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The profiles of one partition: a store, and in front of it the ones used last, as they are stored. Asking the store
 * takes several times as long as reading a profile. Every change is in the store at once. Belongs to one stream thread
 * and one life of a task.
 */
final class OwnedProfiles {
    /** What the id, its place in the map and two object heads take. */
    private static final int BESIDES = 160;

    private final KeyValueStore<String, byte[]> store;
    private final ByteBudget budget;
    private final Map<String, byte[]> used = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param budget its share of that is what the ones used last may take */
    OwnedProfiles(KeyValueStore<String, byte[]> store, ByteBudget budget) {
        this.store = store;
        this.budget = budget;
    }

    /** The profile, or one that has nothing yet. */
    OwnedProfile find(String workspace, String profileId) {
        byte[] known = used.get(profileId);
        if (known != null) {
            return StoredOwned.read(known);
        }
        byte[] stored = store.get(profileId);
        if (stored == null) {
            return OwnedProfile.unborn(workspace, profileId);
        }
        OwnedProfile profile = StoredOwned.read(stored);
        keep(profileId, stored);
        return profile;
    }

    void put(OwnedProfile profile) {
        byte[] stored = StoredOwned.write(profile);
        store.put(profile.profileId(), stored);
        keep(profile.profileId(), stored);
    }

    void delete(String profileId) {
        store.delete(profileId);
        forgotten(used.remove(profileId));
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
