package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.Json;
import io.penstock.schemas.ProfileV1;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
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
        OwnedProfile profile = read(stored);
        used.put(profileId, profile);
        return profile;
    }

    void put(OwnedProfile profile) {
        store.put(profile.profileId(), write(profile));
        used.put(profile.profileId(), profile);
    }

    void delete(String profileId) {
        store.delete(profileId);
        used.remove(profileId);
    }

    /** As it is stored. */
    private record Stored(
            String workspace,
            String profileId,
            OwnedProfile.Status status,
            long version,
            long logOffset,
            Instant createdAt,
            Instant updatedAt,
            List<ProfileV1.Known> identifiers,
            List<Carried> traits,
            List<String> mergedFrom,
            String mergedInto,
            ProfileV1.Change change,
            Map<String, String> movedTo) {}

    static OwnedProfile read(byte[] bytes) {
        try {
            Stored stored = Json.wire().readValue(bytes, Stored.class);
            return new OwnedProfile(
                    stored.workspace(),
                    stored.profileId(),
                    stored.status(),
                    stored.version(),
                    stored.logOffset(),
                    stored.createdAt(),
                    stored.updatedAt(),
                    stored.identifiers(),
                    Traits.of(stored.traits()),
                    stored.mergedFrom(),
                    stored.mergedInto(),
                    stored.change(),
                    stored.movedTo());
        } catch (IOException e) {
            throw new SerializationException("stored profile of " + bytes.length + " bytes cannot be read");
        }
    }

    private static byte[] write(OwnedProfile profile) {
        try {
            return Json.wire()
                    .writeValueAsBytes(new Stored(
                            profile.workspace(),
                            profile.profileId(),
                            profile.status(),
                            profile.version(),
                            profile.logOffset(),
                            profile.createdAt(),
                            profile.updatedAt(),
                            profile.identifiers(),
                            profile.traits().values(),
                            profile.mergedFrom(),
                            profile.mergedInto(),
                            profile.change(),
                            profile.movedTo()));
        } catch (JsonProcessingException e) {
            throw new SerializationException("a profile cannot be stored");
        }
    }
}
