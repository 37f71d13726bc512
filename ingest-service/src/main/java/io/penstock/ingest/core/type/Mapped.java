package io.penstock.ingest.core.type;

/**
 * What a leaf became.
 *
 * @param note why it is not the value the engine rendered, or {@link Note#NONE}
 */
public record Mapped(Leaf leaf, Note note) {
    /** Things worth counting per column; none of them stops a row except {@link #UNREADABLE}. */
    public enum Note {
        NONE,
        /** NaN or an infinity became null. */
        NOT_FINITE,
        /** An integer beyond ±(2^53−1) became text. */
        BIG_INTEGER_AS_TEXT,
        /** A decimal that double cannot hold became text. */
        DECIMAL_AS_TEXT,
        /** A map whose keys the engine cannot render became null. */
        KEYS_WITHOUT_TEXT,
        /** The engine rendered something its type does not allow. */
        UNREADABLE
    }

    static Mapped same(Leaf leaf) {
        return new Mapped(leaf, Note.NONE);
    }
}
