package io.penstock.customerio.sandbox.workspace;

import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.PersonRef;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everybody, and who owns which identifier. Generated ids count upwards, so that a replayed journal gives the same
 * ones.
 */
final class People {

    private static final long FIRST_CIO_ID = 0xa3000001L;

    private final Set<IdentifierKind> indexed;
    private final Map<String, Profile> byCioId = new LinkedHashMap<>();
    private final Map<PersonRef, Profile> byIdentifier = new HashMap<>();
    private long created;

    People(Set<IdentifierKind> indexed) {
        this.indexed = Set.copyOf(indexed);
    }

    Optional<Profile> find(PersonRef ref) {
        return Optional.ofNullable(
                ref.kind() == IdentifierKind.CIO_ID ? byCioId.get(ref.value()) : byIdentifier.get(ref.normalised()));
    }

    Collection<Profile> all() {
        return Collections.unmodifiableCollection(byCioId.values());
    }

    /** Everybody with that email, which is an identifier only in some workspaces. Without regard to case. */
    List<Profile> withEmail(String email) {
        if (indexed.contains(IdentifierKind.EMAIL)) {
            return find(new PersonRef(IdentifierKind.EMAIL, email)).stream().toList();
        }
        return byCioId.values().stream()
                .filter(each -> each.identifier(IdentifierKind.EMAIL).orElse("").equalsIgnoreCase(email))
                .toList();
    }

    /** Whether a value of that kind names a person here. */
    boolean indexes(IdentifierKind kind) {
        return indexed.contains(kind);
    }

    Profile create(long at) {
        Profile profile = new Profile(Long.toHexString(FIRST_CIO_ID + created++), at);
        byCioId.put(profile.cioId(), profile);
        return profile;
    }

    /**
     * Gives an identifier to a profile, or takes it away when the value is {@code null}. The caller has made sure that
     * it is free.
     */
    void assign(Profile profile, IdentifierKind kind, String value, long timestamp) {
        profile.identifier(kind).ifPresent(former -> byIdentifier.remove(new PersonRef(kind, former).normalised()));
        profile.attributes().put(kind.key(), value, timestamp);
        if (value != null && indexed.contains(kind)) {
            byIdentifier.put(new PersonRef(kind, value).normalised(), profile);
        }
    }

    void remove(Profile profile) {
        byCioId.remove(profile.cioId());
        for (IdentifierKind kind : indexed) {
            profile.identifier(kind)
                    .ifPresent(value -> byIdentifier.remove(new PersonRef(kind, value).normalised(), profile));
        }
    }

    /** After a merge: identifiers that the survivor took over are now its own. */
    void reindex(Profile profile) {
        for (IdentifierKind kind : indexed) {
            profile.identifier(kind)
                    .ifPresent(value -> byIdentifier.put(new PersonRef(kind, value).normalised(), profile));
        }
    }
}
