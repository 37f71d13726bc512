package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.identity.core.Evidence;
import io.penstock.identity.core.IdentityStore;
import io.penstock.identity.core.Profile;
import io.penstock.identity.core.RulesInForce;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rejection;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.IdentitySpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
    private static final String LAST_SEQUENCE = "last-sequence";

    /** Rules as stored. */
    private record StoredRules(long version, IdentitySpec spec) {}

    private final KeyValueStore<Bytes, byte[]> ids;
    private final KeyValueStore<Bytes, byte[]> profiles;
    private final KeyValueStore<Bytes, byte[]> aliases;
    private final KeyValueStore<Bytes, byte[]> edges;
    private final KeyValueStore<Bytes, byte[]> rejections;
    private final KeyValueStore<Bytes, byte[]> meta;
    private final Map<String, Optional<RulesInForce>> rules = new HashMap<>();

    StateIdentityStore(ProcessorContext<?, ?> context) {
        ids = context.getStateStore(Names.IDS);
        profiles = context.getStateStore(Names.PROFILES);
        aliases = context.getStateStore(Names.ALIASES);
        edges = context.getStateStore(Names.EDGES);
        rejections = context.getStateStore(Names.REJECTIONS);
        meta = context.getStateStore(Names.META);
    }

    @Override
    public OptionalLong owner(String workspace, Identifier identifier) {
        byte[] sequence = ids.get(StoreKeys.identifier(workspace, identifier));
        return sequence == null ? OptionalLong.empty() : OptionalLong.of(StoredValues.number(sequence));
    }

    @Override
    public void putOwner(String workspace, Identifier identifier, long sequence) {
        ids.put(StoreKeys.identifier(workspace, identifier), StoredValues.number(sequence));
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
    public List<Evidence> evidence(String workspace, Identifier weaker) {
        byte[] stored = edges.get(StoreKeys.identifier(workspace, weaker));
        return stored == null ? List.of() : StoredValues.evidence(stored);
    }

    @Override
    public void putEvidence(String workspace, Identifier weaker, List<Evidence> evidence) {
        edges.put(StoreKeys.identifier(workspace, weaker), StoredValues.evidence(evidence));
    }

    @Override
    public boolean isRejected(String workspace, Identifier strongest, Identifier rejected) {
        return rejections.get(StoreKeys.pair(workspace, strongest, rejected)) != null;
    }

    @Override
    public void putRejection(String workspace, Identifier strongest, Rejection rejection, long logOffset) {
        rejections.put(
                StoreKeys.pair(workspace, strongest, rejection.identifier()),
                StoredValues.rejection(rejection, logOffset));
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
    public long lastSequence(String workspace) {
        byte[] sequence = meta.get(StoreKeys.text(workspace, LAST_SEQUENCE));
        return sequence == null ? 0 : StoredValues.number(sequence);
    }

    @Override
    public void putLastSequence(String workspace, long sequence) {
        meta.put(StoreKeys.text(workspace, LAST_SEQUENCE), StoredValues.number(sequence));
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
