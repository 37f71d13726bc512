package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Identifiers seen together in one record.
 *
 * @param recordId names the record in decisions
 * @param pipeline what brought it
 * @param asOf when the source says it was true; may lie before what is already known
 * @param identifiers as the source wrote them, in any order
 */
public record Observation(String recordId, String pipeline, Instant asOf, List<Identifier> identifiers) {
    public Observation {
        Objects.requireNonNull(asOf, "asOf");
        identifiers = List.copyOf(identifiers);
    }
}
