package io.penstock.identity.streams;

/**
 * How much is kept in memory beside the stores. None of it is needed to be right.
 *
 * @param settledPairs of identifiers whose records need not pass the identity log, per task, 48 bytes each; 0 switches
 *     that off
 * @param identifiers whose owner the resolver knows without asking its store, per task, about 40 bytes each
 * @param profileBytes of profiles that their owners know without asking their stores, all tasks of the process together
 */
public record Caches(int settledPairs, int identifiers, long profileBytes) {
    /** Good for a small machine: about 45 MB per partition, and 48 MB. */
    public static final Caches DEFAULT = new Caches(262_144, 1_048_576, 48L * 1024 * 1024);
}
