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
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The core's state in the task's stores: written with the position in the log in one Kafka transaction. Belongs to one
 * stream thread.
 *
 * <p>Rules are decoded once per workspace and kept; this instance is the only writer of its task's stores.
 */
final class StateIdentityStore implements IdentityStore {
    private static final String RULES = "rules";
    private static final String COUNTERS = "counters";
    private static final String APPLIED = "applied:";

    /** Rules as stored. */
    private record StoredRules(long version, IdentitySpec spec) {}

    private final KeyValueStore<Bytes, byte[]> ids;
    private final KeyValueStore<Bytes, byte[]> profiles;
    private final KeyValueStore<Bytes, byte[]> aliases;
    private final KeyValueStore<Bytes, byte[]> marks;
    private final KeyValueStore<Bytes, byte[]> meta;
    private final Map<String, Optional<RulesInForce>> rules = new HashMap<>();

    StateIdentityStore(ProcessorContext<?, ?> context) {
        ids = context.getStateStore(Names.IDS);
        profiles = context.getStateStore(Names.PROFILES);
        aliases = context.getStateStore(Names.ALIASES);
        marks = context.getStateStore(Names.MARKS);
        meta = context.getStateStore(Names.META);
    }

    @Override
    public long owner(String workspace, Identifier identifier) {
        byte[] sequence = ids.get(StoreKeys.identifier(workspace, identifier));
        return sequence == null ? NOBODY : StoredValues.number(sequence);
    }

    @Override
    public void putOwner(String workspace, Identifier identifier, long sequence) {
        ids.put(StoreKeys.identifier(workspace, identifier), StoredValues.number(sequence));
    }

    @Override
    public void deleteOwner(String workspace, Identifier identifier) {
        ids.delete(StoreKeys.identifier(workspace, identifier));
    }

    @Override
    public String profileId(String workspace, long sequence) {
        return profile(workspace, sequence)
                .orElseThrow(() -> new IllegalStateException("no profile " + sequence + " in workspace " + workspace))
                .id();
    }

    @Override
    public Optional<Profile> profile(String workspace, long sequence) {
        return Optional.ofNullable(profiles.get(StoreKeys.sequence(workspace, sequence)))
                .map(StoredValues::profile);
    }

    @Override
    public void putProfile(String workspace, Profile profile) {
        profiles.put(StoreKeys.sequence(workspace, profile.sequence()), StoredValues.profile(profile));
    }

    @Override
    public void deleteProfile(String workspace, long sequence) {
        profiles.delete(StoreKeys.sequence(workspace, sequence));
    }

    @Override
    public Optional<String> alias(String workspace, String absorbedId) {
        return Optional.ofNullable(aliases.get(StoreKeys.text(workspace, absorbedId)))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void putAlias(String workspace, String absorbedId, String survivorId) {
        aliases.put(StoreKeys.text(workspace, absorbedId), survivorId.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void deleteAlias(String workspace, String absorbedId) {
        aliases.delete(StoreKeys.text(workspace, absorbedId));
    }

    @Override
    public Mark mark(String workspace, IdentifierHash hash) {
        byte[] stored = marks.get(StoreKeys.hash(workspace, hash));
        return stored == null ? Mark.NONE : StoredValues.mark(stored);
    }

    @Override
    public void putMark(String workspace, IdentifierHash hash, Mark mark) {
        marks.put(StoreKeys.hash(workspace, hash), mark.equals(Mark.NONE) ? null : StoredValues.mark(mark));
    }

    @Override
    public boolean isApplied(String workspace, String commandId) {
        return meta.get(StoreKeys.text(workspace, APPLIED + commandId)) != null;
    }

    @Override
    public void putApplied(String workspace, String commandId) {
        meta.put(StoreKeys.text(workspace, APPLIED + commandId), new byte[0]);
    }

    @Override
    public Optional<RulesInForce> rules(String workspace) {
        return rules.computeIfAbsent(
                workspace,
                name -> Optional.ofNullable(meta.get(StoreKeys.text(name, RULES)))
                        .map(StateIdentityStore::readRules));
    }

    @Override
    public void putRules(String workspace, RulesInForce inForce) {
        meta.put(StoreKeys.text(workspace, RULES), writeRules(inForce));
        rules.put(workspace, Optional.of(inForce));
    }

    @Override
    public Counters counters(String workspace) {
        byte[] stored = meta.get(StoreKeys.text(workspace, COUNTERS));
        return stored == null ? Counters.ZERO : StoredValues.counters(stored);
    }

    @Override
    public void putCounters(String workspace, Counters counters) {
        meta.put(StoreKeys.text(workspace, COUNTERS), StoredValues.counters(counters));
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
