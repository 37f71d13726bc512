package io.penstock.transform.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the identifier by which the destination is told about a person. */
public final class Address {
    private Address() {}

    /**
     * The first of the pipeline's address types that is known. Among several values of one type the profile's primary
     * one wins, so that a person keeps one address; else the first known one.
     *
     * @param types address types of the pipeline, most wanted first
     * @param primary the profile's primary value per type, empty if the profile is not known yet
     * @param known everything else known of the person, in order
     * @return empty if none of the types is known
     */
    public static Optional<Identifier> choose(List<String> types, Map<String, String> primary, List<Identifier> known) {
        for (String type : types) {
            if (primary.containsKey(type)) {
                return Optional.of(new Identifier(type, primary.get(type)));
            }
            Optional<Identifier> found = known.stream()
                    .filter(identifier -> identifier.type().equals(type))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
