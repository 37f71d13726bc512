package io.penstock.identity.core.rules;

/**
 * Caps that hold whatever the types say. They bound the cost of one step: a merge re-points at most
 * {@code identifiersPerProfile} identifiers.
 *
 * @param mergesPerProfile profiles one profile may absorb in its life, those absorbed by what it absorbed included
 * @param identifiersPerRecord identifiers of one record that are looked at, strongest first
 * @param rejectionsPerIdentifier distinct strongest identifiers that may refuse one identifier before it is taken for
 *     nobody's
 */
public record Limits(
        int identifiersPerProfile, int mergesPerProfile, int identifiersPerRecord, int rejectionsPerIdentifier) {
    /** 1,000 identifiers and 100 merges per profile, 32 identifiers per record, 50 rejections per identifier. */
    public static final Limits DEFAULT = new Limits(1000, 100, 32, 50);

    /** @throws IllegalArgumentException if nothing at all could ever be identified */
    public Limits {
        if (identifiersPerProfile < 1
                || mergesPerProfile < 0
                || identifiersPerRecord < 1
                || rejectionsPerIdentifier < 1) {
            throw new IllegalArgumentException("limits must be at least 1 (merges: 0)");
        }
    }
}
