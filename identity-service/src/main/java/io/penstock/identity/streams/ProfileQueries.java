package io.penstock.identity.streams;

import io.penstock.identity.core.IdentityStore;
import io.penstock.identity.core.RulesInForce;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import io.penstock.schemas.ProfileV1;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.LagInfo;
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
    /** Which copies may answer. */
    public enum Copies {
        /** Only the one that is worked on. */
        ACTIVE,
        /** Standbys too, and one that is being restored. */
        ANY
    }

    /** Who keeps a key: the instance that works on it, and those with a second copy. */
    public record Keepers(HostInfo active, Set<HostInfo> standbys) {
        public Keepers {
            standbys = Set.copyOf(standbys);
        }
    }

    private final KafkaStreams streams;
    private final Copies copies;
    private final ParsedRules rules;

    /** @param rules kept by the caller from one to the next */
    public ProfileQueries(KafkaStreams streams, Copies copies, ParsedRules rules) {
        this.streams = streams;
        this.copies = copies;
        this.rules = rules;
    }

    /** Which instances resolve a workspace; empty while nobody does. */
    public Optional<Keepers> keepersOfWorkspace(String workspace) {
        return keepers(Names.IDS, workspace);
    }

    /** Which instances keep a profile; empty while nobody does. */
    public Optional<Keepers> keepersOfProfile(String profileId) {
        return keepers(Names.OWNED, profileId);
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
        return Optional.ofNullable(bytes(Names.OWNED).get(OwnedProfiles.key(profileId)))
                .map(StoredOwned::read)
                .filter(profile -> profile.version() > 0)
                .map(OwnedProfile::open);
    }

    /** What the resolver knows, for reading only; see {@link QueriedIdentityStore}. */
    public IdentityStore resolver() {
        return queried();
    }

    private QueriedIdentityStore queried() {
        return new QueriedIdentityStore(this::bytes, rules);
    }

    /** What stood behind an entry of the log; empty if nothing changed then, or a command made it be forgotten. */
    public Optional<Cause> cause(String workspace, long logOffset) {
        return queried().cause(workspace, logOffset);
    }

    /**
     * How many changes the stores here are behind those of the instances that work on them, at most; asks the broker.
     * Empty if it does not answer.
     */
    public OptionalLong recordsBehind() {
        try {
            return OptionalLong.of(streams.allLocalStorePartitionLags().values().stream()
                    .map(Map::values)
                    .flatMap(java.util.Collection::stream)
                    .mapToLong(LagInfo::offsetLag)
                    .max()
                    .orElse(0));
        } catch (KafkaException e) {
            return OptionalLong.empty();
        }
    }

    /** About how many profiles are kept here, absorbed ones included; RocksDB's estimate. */
    public long profiles() {
        return bytes(Names.OWNED).approximateNumEntries();
    }

    /** About how many identifiers are indexed here; RocksDB's estimate. */
    public long identifiers() {
        return bytes(Names.IDS).approximateNumEntries();
    }

    private Rules rules(String workspace) {
        return resolver().rules(workspace).map(RulesInForce::rules).orElseGet(Rules::defaults);
    }

    private Optional<Keepers> keepers(String store, String key) {
        KeyQueryMetadata metadata = streams.queryMetadataForKey(store, key, new StringSerializer());
        return metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)
                ? Optional.empty()
                : Optional.of(new Keepers(metadata.activeHost(), metadata.standbyHosts()));
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> bytes(String name) {
        return streams.store(read(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore())));
    }

    private <T> StoreQueryParameters<T> read(StoreQueryParameters<T> store) {
        return switch (copies) {
            case ACTIVE -> store;
            case ANY -> store.enableStaleStores();
        };
    }
}
