package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.identity.core.Counters;
import io.penstock.identity.core.IdentifierHash;
import io.penstock.identity.core.IdentityStore;
import io.penstock.identity.core.Mark;
import io.penstock.identity.core.Profile;
import io.penstock.identity.core.RulesInForce;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.IdentitySpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The core's state in the task's stores: written with the position in the log in one Kafka transaction. Belongs to one
 * stream thread and one life of a task, whose caches it holds.
 *
 * <p>Rules and counters are decoded once per workspace and kept; this instance is the only writer of its task's stores.
 */
public final class StateIdentityStore implements IdentityStore {
    private static final String RULES = "rules";
    private static final String COUNTERS = "counters";
    private static final String APPLIED = "applied|";
    private static final byte[] NOTHING = {};
    private static final int IDENTIFIERS_PER_ID = 4;
    /** A profile as it is stored takes some hundred bytes, a quarter of a decoded one. */
    private static final int IDENTIFIERS_PER_PROFILE = 16;
    /** Few identifiers are marked. */
    private static final int IDENTIFIERS_PER_MARK = 4;

    /** Rules as stored. */
    private record StoredRules(long version, IdentitySpec spec) {}

    private final SparseStore ids;
    private final KeyValueStore<Bytes, byte[]> profiles;
    private final KeyValueStore<Bytes, byte[]> aliases;
    private final SparseStore marks;
    private final KeyValueStore<Bytes, byte[]> meta;
    private final Map<String, Optional<RulesInForce>> rules = new HashMap<>();
    private final Map<String, Counters> counters = new HashMap<>();
    private final SipHash hash = new SipHash();
    private final IdentifierCache owners;
    private final SequenceCache<String> profileIds;
    private final SequenceCache<byte[]> encoded;

    /**
     * On the stores of a context, which has those of {@link IdentityTopology#resolverStores()}.
     *
     * @param cachedIdentifiers most identifiers whose owner is kept in memory, 16 bytes each and three for filters;
     *     with every 16th a profile as it is stored
     */
    public StateIdentityStore(ProcessorContext<?, ?> context, int cachedIdentifiers) {
        ids = new SparseStore(context.getStateStore(Names.IDS), cachedIdentifiers);
        profiles = context.getStateStore(Names.PROFILES);
        aliases = context.getStateStore(Names.ALIASES);
        marks = new SparseStore(context.getStateStore(Names.MARKS), cachedIdentifiers / IDENTIFIERS_PER_MARK);
        meta = context.getStateStore(Names.META);
        owners = new IdentifierCache(cachedIdentifiers);
        profileIds = new SequenceCache<>(cachedIdentifiers / IDENTIFIERS_PER_ID);
        encoded = new SequenceCache<>(cachedIdentifiers / IDENTIFIERS_PER_PROFILE);
    }

    @Override
    public long owner(String workspace, Identifier identifier) {
        long[] key = hash(workspace, identifier);
        long cached = owners.get(key);
        if (cached != IdentifierCache.UNKNOWN) {
            return cached;
        }
        byte[] stored = ids.get(StoreKeys.identifier(workspace, identifier));
        if (stored == null) {
            return NOBODY;
        }
        long sequence = StoredValues.number(stored);
        owners.put(key, sequence);
        return sequence;
    }

    @Override
    public void putOwner(String workspace, Identifier identifier, long sequence) {
        ids.put(StoreKeys.identifier(workspace, identifier), StoredValues.number(sequence));
        owners.put(hash(workspace, identifier), sequence);
    }

    @Override
    public void deleteOwner(String workspace, Identifier identifier) {
        ids.delete(StoreKeys.identifier(workspace, identifier));
        owners.remove(hash(workspace, identifier));
    }

    private long[] hash(String workspace, Identifier identifier) {
        return hash.start()
                .add(workspace)
                .add(identifier.type())
                .add(identifier.value())
                .finish();
    }

    @Override
    public String profileId(String workspace, long sequence) {
        String cached = profileIds.get(workspace, sequence);
        if (cached != null) {
            return cached;
        }
        byte[] stored = stored(workspace, sequence);
        if (stored == null) {
            throw new IllegalStateException(
                    "profile " + sequence + " of workspace " + workspace + " is indexed but not stored");
        }
        String id = StoredValues.profileId(stored);
        profileIds.put(workspace, sequence, id);
        return id;
    }

    @Override
    public Optional<Profile> profile(String workspace, long sequence) {
        return Optional.ofNullable(stored(workspace, sequence)).map(StoredValues::profile);
    }

    /** Null if there is no such profile. */
    private byte[] stored(String workspace, long sequence) {
        byte[] known = encoded.get(workspace, sequence);
        if (known == null) {
            known = profiles.get(StoreKeys.sequence(workspace, sequence));
            encoded.put(workspace, sequence, known);
        }
        return known;
    }

    @Override
    public void putProfile(String workspace, Profile profile) {
        byte[] stored = StoredValues.profile(profile);
        profiles.put(StoreKeys.sequence(workspace, profile.sequence()), stored);
        profileIds.put(workspace, profile.sequence(), profile.id());
        encoded.put(workspace, profile.sequence(), stored);
    }

    @Override
    public void deleteProfile(String workspace, long sequence) {
        profiles.delete(StoreKeys.sequence(workspace, sequence));
        profileIds.remove(workspace, sequence);
        encoded.remove(workspace, sequence);
    }

    @Override
    public Optional<String> alias(String workspace, String absorbedId) {
        return Optional.ofNullable(aliases.get(StoreKeys.id(workspace, absorbedId)))
                .map(StoredValues::id);
    }

    @Override
    public void putAlias(String workspace, String absorbedId, String survivorId) {
        aliases.put(StoreKeys.id(workspace, absorbedId), StoredValues.id(survivorId));
    }

    @Override
    public void deleteAlias(String workspace, String absorbedId) {
        aliases.delete(StoreKeys.id(workspace, absorbedId));
    }

    @Override
    public Mark mark(String workspace, IdentifierHash hash) {
        byte[] stored = marks.get(StoreKeys.hash(workspace, hash));
        return stored == null ? Mark.NONE : StoredValues.mark(stored);
    }

    @Override
    public void putMark(String workspace, IdentifierHash hash, Mark mark) {
        if (mark.equals(Mark.NONE)) {
            marks.delete(StoreKeys.hash(workspace, hash));
        } else {
            marks.put(StoreKeys.hash(workspace, hash), StoredValues.mark(mark));
        }
    }

    @Override
    public boolean isApplied(String workspace, String commandId) {
        return meta.get(appliedKey(workspace, commandId)) != null;
    }

    @Override
    public void putApplied(String workspace, String commandId) {
        meta.put(appliedKey(workspace, commandId), NOTHING);
    }

    @Override
    public Optional<RulesInForce> rules(String workspace) {
        Optional<RulesInForce> known = rules.get(workspace);
        if (known == null) {
            known = Optional.ofNullable(meta.get(rulesKey(workspace))).map(StateIdentityStore::readRules);
            rules.put(workspace, known);
        }
        return known;
    }

    @Override
    public void putRules(String workspace, RulesInForce inForce) {
        meta.put(rulesKey(workspace), writeRules(inForce));
        rules.put(workspace, Optional.of(inForce));
    }

    @Override
    public Counters counters(String workspace) {
        Counters known = counters.get(workspace);
        if (known == null) {
            byte[] stored = meta.get(StoreKeys.text(workspace, COUNTERS));
            known = stored == null ? Counters.ZERO : StoredValues.counters(stored);
            counters.put(workspace, known);
        }
        return known;
    }

    @Override
    public void putCounters(String workspace, Counters changed) {
        meta.put(StoreKeys.text(workspace, COUNTERS), StoredValues.counters(changed));
        counters.put(workspace, changed);
    }

    /** Key in the meta store that stands for an order carried out, for look-ups. */
    static Bytes appliedKey(String workspace, String commandId) {
        return StoreKeys.text(workspace, APPLIED + commandId);
    }

    /** Key of the rules of a workspace in the meta store, for look-ups. */
    static Bytes rulesKey(String workspace) {
        return StoreKeys.text(workspace, RULES);
    }

    static RulesInForce readRules(byte[] bytes) {
        try {
            StoredRules stored = Json.config().readValue(bytes, StoredRules.class);
            return new RulesInForce(stored.version(), IdentitySpecs.rules(stored.spec()));
        } catch (IOException | IllegalArgumentException e) {
            throw new SerializationException("stored rules cannot be read", e);
        }
    }

    private static byte[] writeRules(RulesInForce inForce) {
        try {
            return Json.config()
                    .writeValueAsBytes(new StoredRules(inForce.version(), IdentitySpecs.spec(inForce.rules())));
        } catch (JsonProcessingException e) {
            throw new SerializationException("rules cannot be stored", e);
        }
    }
}
