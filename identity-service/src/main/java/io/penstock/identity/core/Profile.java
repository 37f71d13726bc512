package io.penstock.identity.core;

import java.time.Instant;
import java.util.List;

/**
 * A person as the resolver knows one: identifiers only.
 *
 * @param sequence order of creation in the workspace, from 1; the lower one survives a merge
 * @param id public id, stable
 * @param epoch number of changes of the identifier set so far, from 1
 * @param merges profiles absorbed so far, those of the absorbed included
 * @param identifiers strongest type first, within a type in the order they came
 */
public record Profile(long sequence, String id, Instant createdAt, long epoch, int merges, List<Known> identifiers) {
    public Profile {
        identifiers = List.copyOf(identifiers);
    }
}
