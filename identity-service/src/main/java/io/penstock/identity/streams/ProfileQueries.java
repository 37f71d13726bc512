package io.penstock.identity.streams;

import io.penstock.identity.core.RulesInForce;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import io.penstock.schemas.ProfileV1;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Reads the stores of this process from outside. What it sees may be ahead of what is committed by one commit interval.
 * Thread-safe. Every method throws {@link InvalidStateStoreException} while the stores are away or on the move.
 */
public final class ProfileQueries {
    private final KafkaStreams streams;

    public ProfileQueries(KafkaStreams streams) {
        this.streams = streams;
    }

    /** Which instance resolves a workspace; empty while nobody does. */
    public Optional<HostInfo> ownerOfWorkspace(String workspace) {
        return owner(Names.IDS, workspace);
    }

    /** Which instance keeps a profile; empty while nobody does. */
    public Optional<HostInfo> ownerOfProfile(String profileId) {
        return owner(Names.OWNED, profileId);
    }

    /** Id of the profile that has an identifier, whose value is normalised by the rules in force. */
    public Optional<String> profileId(String workspace, Identifier given) {
        return rules(workspace)
                .normalise(given)
                .map(identifier -> bytes(Names.IDS).get(StoreKeys.identifier(workspace, identifier)))
                .map(StoredValues::number)
                .map(sequence -> bytes(Names.PROFILES).get(StoreKeys.sequence(workspace, sequence)))
                .map(StoredValues::profileId);
    }

    /** A profile kept here, absorbed ones included; those that only inherited so far are not there yet. */
    public Optional<ProfileV1> profile(String profileId) {
        return Optional.ofNullable(owned().get(profileId))
                .map(OwnedProfiles::read)
                .filter(profile -> profile.version() > 0)
                .map(OwnedProfile::open);
    }

    /** About how many profiles are kept here, absorbed ones included; RocksDB's estimate. */
    public long profiles() {
        return owned().approximateNumEntries();
    }

    /** About how many identifiers are indexed here; RocksDB's estimate. */
    public long identifiers() {
        return bytes(Names.IDS).approximateNumEntries();
    }

    private Rules rules(String workspace) {
        return Optional.ofNullable(bytes(Names.META).get(StateIdentityStore.rulesKey(workspace)))
                .map(StateIdentityStore::readRules)
                .map(RulesInForce::rules)
                .orElseGet(Rules::defaults);
    }

    private Optional<HostInfo> owner(String store, String key) {
        KeyQueryMetadata metadata = streams.queryMetadataForKey(store, key, new StringSerializer());
        return metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)
                ? Optional.empty()
                : Optional.of(metadata.activeHost());
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> bytes(String name) {
        return streams.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
    }

    private ReadOnlyKeyValueStore<String, byte[]> owned() {
        return streams.store(StoreQueryParameters.fromNameAndType(Names.OWNED, QueryableStoreTypes.keyValueStore()));
    }
}
