package io.penstock.identity.core.rules;

import java.util.List;

/**
 * The identifiers of one record, sorted out.
 *
 * @param usable strongest first, without duplicates
 * @param rejected in the order given; none of them says anything about who the person is
 */
public record Screening(List<Usable> usable, List<Rejection> rejected) {
    public Screening {
        usable = List.copyOf(usable);
        rejected = List.copyOf(rejected);
    }

    /**
     * An identifier that may be evidence.
     *
     * @param identifier normalised
     * @param raw what the source wrote
     */
    public record Usable(Identifier identifier, String raw, IdentifierType type) {}
}
