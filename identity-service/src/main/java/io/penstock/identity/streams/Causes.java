package io.penstock.identity.streams;

import io.penstock.identity.core.IdentityStore;
import io.penstock.identity.core.Known;
import io.penstock.identity.core.Order;
import io.penstock.identity.core.Output;
import io.penstock.identity.core.Profile;
import io.penstock.identity.core.RulesInForce;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The causes of entries that changed somebody, by log offset: what makes evidence readable. One whose evidence a
 * command undid is forgotten with it. Belongs to one stream thread.
 */
final class Causes {
    private final KeyValueStore<Bytes, byte[]> store;

    Causes(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void keep(String workspace, Cause cause) {
        store.put(StoreKeys.sequence(workspace, cause.logOffset()), cause.bytes());
    }

    /** Offsets of all evidence of the profiles that an order names, before it is carried out. */
    static Set<Long> concerned(IdentityStore state, String workspace, Order order) {
        Rules rules = state.rules(workspace).map(RulesInForce::rules).orElseGet(Rules::defaults);
        Set<Long> offsets = new TreeSet<>();
        named(order)
                .forEach(given -> rules.normalise(given)
                        .map(identifier -> state.owner(workspace, identifier))
                        .filter(owner -> owner != IdentityStore.NOBODY)
                        .flatMap(owner -> state.profile(workspace, owner))
                        .ifPresent(profile -> addTo(offsets, profile)));
        return offsets;
    }

    /** Forgets those of before that no profile in the outputs rests on any more. */
    void forget(String workspace, Set<Long> before, List<Output> outputs) {
        if (outputs.stream().noneMatch(Causes::undoes)) {
            return;
        }
        Set<Long> needed = new TreeSet<>();
        outputs.forEach(output -> {
            switch (output) {
                case Output.Identifiers(Profile profile, String _) -> addTo(needed, profile);
                case Output.SplitOff(Profile rest, Profile part, String _) -> {
                    addTo(needed, rest);
                    addTo(needed, part);
                }
                default -> {}
            }
        });
        before.stream()
                .filter(offset -> !needed.contains(offset))
                .forEach(offset -> store.delete(StoreKeys.sequence(workspace, offset)));
    }

    private static boolean undoes(Output output) {
        return output instanceof Output.SplitOff || output instanceof Output.Erased;
    }

    private static void addTo(Set<Long> offsets, Profile profile) {
        for (Known known : profile.identifiers()) {
            offsets.add(known.since());
            known.evidence().forEach(one -> offsets.add(one.logOffset()));
        }
    }

    private static List<Identifier> named(Order order) {
        return switch (order) {
            case Order.Link(Identifier first, Identifier second) -> List.of(first, second);
            case Order.CannotLink(Identifier first, Identifier second) -> List.of(first, second);
            case Order.Unlink(Identifier identifier) -> List.of(identifier);
            case Order.Block(Identifier identifier) -> List.of(identifier);
            case Order.Erase(Identifier identifier) -> List.of(identifier);
            case Order.Split(List<Identifier> identifiers) -> identifiers;
        };
    }

    static Optional<Cause> find(byte[] stored) {
        return Optional.ofNullable(stored).map(Cause::read);
    }
}
