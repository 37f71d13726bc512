package io.penstock.identity.streams;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The profiles of one partition: a store, and in front of it the ones used last, decoded. Every change is in the store
 * at once. Belongs to one stream thread and one life of a task.
 */
final class OwnedProfiles {
    private final KeyValueStore<String, byte[]> store;
    private final Map<String, OwnedProfile> used;

    OwnedProfiles(KeyValueStore<String, byte[]> store, int cached) {
        this.store = store;
        this.used = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, OwnedProfile> eldest) {
                return size() > cached;
            }
        };
    }

    /** The profile, or one that has nothing yet. */
    OwnedProfile find(String workspace, String profileId) {
        OwnedProfile known = used.get(profileId);
        if (known != null) {
            return known;
        }
        byte[] stored = store.get(profileId);
        if (stored == null) {
            return OwnedProfile.unborn(workspace, profileId);
        }
        OwnedProfile profile = StoredOwned.read(stored);
        used.put(profileId, profile);
        return profile;
    }

    void put(OwnedProfile profile) {
        store.put(profile.profileId(), StoredOwned.write(profile));
        used.put(profile.profileId(), profile);
    }

    void delete(String profileId) {
        store.delete(profileId);
        used.remove(profileId);
    }
}
