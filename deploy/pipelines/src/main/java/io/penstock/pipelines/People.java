package io.penstock.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ProfileV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Who the people of a test are. A test says what identity-service knows; nothing is resolved here but whose identifier
 * a row names, by the first of its identifiers that anybody has. One per test.
 */
final class People {
    private final String workspace;
    private final List<Profile> profiles = new ArrayList<>();

    People(String workspace) {
        this.workspace = workspace;
    }

    /** Somebody; knows more with time. */
    static final class Profile {
        private final String id;
        private final SequencedSet<IdentifierV1> identifiers = new LinkedHashSet<>();
        private int version;

        private Profile(int number) {
            id = "person-" + number;
        }

        String id() {
            return id;
        }

        List<IdentifierV1> identifiers() {
            return List.copyOf(identifiers);
        }
    }

    /** Takes note of people. @return their new states, as identity-service publishes them */
    List<ProfileV1> learn(List<Map<String, JsonNode>> people, Instant at) {
        List<ProfileV1> states = new ArrayList<>();
        for (Map<String, JsonNode> person : people) {
            List<IdentifierV1> known = identifiers(person);
            Profile profile = owner(known).orElseGet(this::somebody);
            profile.identifiers.addAll(known);
            states.add(state(profile, at));
        }
        return states;
    }

    /** Whose row it is; somebody new if nobody has any of these identifiers. Not for rows without any. */
    Profile of(List<IdentifierV1> identifiers) {
        Profile profile = owner(identifiers).orElseGet(this::somebody);
        profile.identifiers.addAll(identifiers);
        return profile;
    }

    private Optional<Profile> owner(List<IdentifierV1> identifiers) {
        return identifiers.stream()
                .flatMap(identifier -> profiles.stream().filter(profile -> profile.identifiers.contains(identifier)))
                .findFirst();
    }

    private Profile somebody() {
        Profile profile = new Profile(profiles.size() + 1);
        profiles.add(profile);
        return profile;
    }

    private ProfileV1 state(Profile profile, Instant at) {
        profile.version++;
        SequencedMap<String, String> primary = new LinkedHashMap<>();
        profile.identifiers.forEach(identifier -> primary.putIfAbsent(identifier.type(), identifier.value()));
        return new ProfileV1(
                workspace,
                profile.id,
                ProfileV1.Status.ACTIVE,
                profile.version,
                profile.version,
                at,
                at,
                profile.identifiers.stream()
                        .map(one -> new ProfileV1.Known(one.type(), one.value(), null, at, at, "test"))
                        .toList(),
                primary,
                null,
                null,
                List.of(),
                null,
                new ProfileV1.Change("identified", null, null));
    }

    private static List<IdentifierV1> identifiers(Map<String, JsonNode> person) {
        List<IdentifierV1> identifiers = new ArrayList<>();
        person.forEach((type, values) -> {
            if (values.isArray()) {
                values.forEach(value -> identifiers.add(new IdentifierV1(type, value.asText())));
            } else {
                identifiers.add(new IdentifierV1(type, values.asText()));
            }
        });
        return identifiers;
    }
}
