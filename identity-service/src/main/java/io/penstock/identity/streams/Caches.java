package io.penstock.identity.streams;

/**
 * How much each task keeps in memory beside its stores. None of it is needed to be right.
 *
 * @param settledSets identifier sets of records that need not pass the identity log, 48 bytes each; 0 switches that off
 * @param identifiers whose owner the resolver knows without asking its store, about 40 bytes each
 * @param profiles kept decoded by their owner, a few kilobytes each
 */
public record Caches(int settledSets, int identifiers, int profiles) {
    /** Good for a small machine: about 60 MB per partition. */
    public static final Caches DEFAULT = new Caches(262_144, 1_048_576, 4_096);
}
