package io.penstock.transform.http;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/** What merges look like from outside. */
public sealed interface Merges {
    /**
     * Here they are.
     *
     * @param elsewhere other replicas, each with merges of its own; empty if one person's were asked for
     */
    record Here(List<Merge> merges, List<URI> elsewhere) implements Merges {}

    /** Ask there: the survivor of a later merge, or the replica that holds the profile. */
    record Elsewhere(URI address) implements Merges {}

    /** There is no such merge. */
    record Unknown() implements Merges {}

    /** It went out, or was decided otherwise, before. */
    record TooLate(Merge merge) implements Merges {}

    /** The answer is written down; it takes effect when the survivor's task reads it. */
    record Noted(Merge merge) implements Merges {}

    /** Ask again later. */
    record Unavailable() implements Merges {}

    /**
     * One merge.
     *
     * @param state {@code held}, {@code pending}, {@code refused}, {@code sent} or {@code off}
     * @param primary the address that survives, as things are now; null if it is not known
     * @param secondary the address that goes; null if the survivor had none of its own
     * @param until end of the hold; null if it was never held
     */
    record Merge(
            String id,
            String destination,
            String state,
            String survivor,
            String absorbed,
            Address primary,
            Address secondary,
            Instant mergedAt,
            Instant until) {}

    /** An identifier; its value is masked unless it was asked for. */
    record Address(String type, String value) {}

    /** How values of identifiers are shown. */
    enum Values {
        MASKED,
        REVEALED;

        /** The first character says enough to recognise a value one knows. */
        public String show(String value) {
            return this == REVEALED || value.isEmpty()
                    ? value
                    : value.substring(0, value.offsetByCodePoints(0, 1)) + "***";
        }
    }

    /** The two answers. */
    enum Word {
        REFUSE,
        RELEASE
    }
}
