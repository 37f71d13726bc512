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
 * @param absorbed ids of profiles that are part of it, oldest first; those of the absorbed included
 */
public record Profile(
        long sequence,
        String id,
        Instant createdAt,
        long epoch,
        int merges,
        List<Known> identifiers,
        List<String> absorbed) {
    public Profile {
        identifiers = List.copyOf(identifiers);
        absorbed = List.copyOf(absorbed);
    }

    /** With other identifiers: one change more. */
    Profile changed(List<Known> changed) {
        return new Profile(sequence, id, createdAt, epoch + 1, merges, changed, absorbed);
    }

    /** With facts about its identifiers updated, but the same identifiers. */
    Profile noted(List<Known> noted) {
        return new Profile(sequence, id, createdAt, epoch, merges, noted, absorbed);
    }
}
