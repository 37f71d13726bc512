package io.penstock.identity.core.rules;

/**
 * Caps that hold whatever the types say. They bound the cost of one step: a merge re-points at most
 * {@code identifiersPerProfile} identifiers.
 *
 * @param mergesPerProfile profiles one profile may absorb in its life, those absorbed by what it absorbed included
 * @param identifiersPerRecord identifiers of one record that are looked at, strongest first
 */
public record Limits(int identifiersPerProfile, int mergesPerProfile, int identifiersPerRecord) {
    /** 1,000 identifiers and 100 merges per profile, 32 identifiers per record. */
    public static final Limits DEFAULT = new Limits(1000, 100, 32);

    /** @throws IllegalArgumentException if nothing at all could ever be identified */
    public Limits {
        if (identifiersPerProfile < 1 || mergesPerProfile < 0 || identifiersPerRecord < 1) {
            throw new IllegalArgumentException("limits must be at least 1 (merges: 0)");
        }
    }
}
