package io.penstock.identity.streams;

import io.penstock.identity.core.Counters;
import io.penstock.identity.core.IdentifierHash;
import io.penstock.identity.core.IdentityStore;
import io.penstock.identity.core.Mark;
import io.penstock.identity.core.Profile;
import io.penstock.identity.core.RulesInForce;
import io.penstock.identity.core.rules.Identifier;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The resolver's state as a look-up sees it. Several reads are not of one moment: a change may come in between, and
 * then what one read promised the next may not have. Every write throws {@link UnsupportedOperationException}, every
 * read {@link InvalidStateStoreException} while the stores are away.
 */
final class QueriedIdentityStore implements IdentityStore {
    private final Function<String, ReadOnlyKeyValueStore<Bytes, byte[]>> stores;
    private final ParsedRules rules;

    /** @param stores opens one by its name */
    QueriedIdentityStore(Function<String, ReadOnlyKeyValueStore<Bytes, byte[]>> stores, ParsedRules rules) {
        this.stores = stores;
        this.rules = rules;
    }

    @Override
    public long owner(String workspace, Identifier identifier) {
        return read(Names.IDS, StoreKeys.identifier(workspace, identifier))
                .map(StoredValues::number)
                .orElse(NOBODY);
    }

    @Override
    public String profileId(String workspace, long sequence) {
        return read(Names.PROFILES, StoreKeys.sequence(workspace, sequence))
                .map(StoredValues::profileId)
                .orElseThrow(() -> new IllegalStateException("profile " + sequence + " is gone"));
    }

    @Override
    public Optional<Profile> profile(String workspace, long sequence) {
        return read(Names.PROFILES, StoreKeys.sequence(workspace, sequence)).map(StoredValues::profile);
    }

    @Override
    public Optional<String> alias(String workspace, String absorbedId) {
        return read(Names.ALIASES, StoreKeys.id(workspace, absorbedId)).map(StoredValues::id);
    }

    @Override
    public Mark mark(String workspace, IdentifierHash hash) {
        return read(Names.MARKS, StoreKeys.hash(workspace, hash))
                .map(StoredValues::mark)
                .orElse(Mark.NONE);
    }

    @Override
    public boolean isApplied(String workspace, String commandId) {
        return read(Names.META, StateIdentityStore.appliedKey(workspace, commandId))
                .isPresent();
    }

    @Override
    public Optional<RulesInForce> rules(String workspace) {
        return read(Names.META, StateIdentityStore.rulesKey(workspace)).map(stored -> rules.of(workspace, stored));
    }

    @Override
    public Counters counters(String workspace) {
        throw new UnsupportedOperationException("of no use to a look-up");
    }

    /** What stood behind an entry of the log; empty if nothing changed then, or a command made it be forgotten. */
    Optional<Cause> cause(String workspace, long logOffset) {
        return read(Names.CAUSES, StoreKeys.sequence(workspace, logOffset)).map(Cause::read);
    }

    private Optional<byte[]> read(String store, Bytes key) {
        return Optional.ofNullable(stores.apply(store).get(key));
    }

    @Override
    public void putOwner(String workspace, Identifier identifier, long sequence) {
        throw readsOnly();
    }

    @Override
    public void deleteOwner(String workspace, Identifier identifier) {
        throw readsOnly();
    }

    @Override
    public void putProfile(String workspace, Profile profile) {
        throw readsOnly();
    }

    @Override
    public void deleteProfile(String workspace, long sequence) {
        throw readsOnly();
    }

    @Override
    public void putAlias(String workspace, String absorbedId, String survivorId) {
        throw readsOnly();
    }

    @Override
    public void deleteAlias(String workspace, String absorbedId) {
        throw readsOnly();
    }

    @Override
    public void putMark(String workspace, IdentifierHash hash, Mark mark) {
        throw readsOnly();
    }

    @Override
    public void putApplied(String workspace, String commandId) {
        throw readsOnly();
    }

    @Override
    public void putRules(String workspace, RulesInForce rules) {
        throw readsOnly();
    }

    @Override
    public void putCounters(String workspace, Counters counters) {
        throw readsOnly();
    }

    private static UnsupportedOperationException readsOnly() {
        return new UnsupportedOperationException("a look-up writes nothing");
    }
}
