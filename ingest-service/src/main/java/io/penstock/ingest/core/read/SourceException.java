package io.penstock.ingest.core.read;

/** A source could not do what was asked. The message is for a person and holds no value of any row and no secret. */
public final class SourceException extends Exception {
    private final Fault fault;

    /** Who has to act, and whether trying again soon makes sense. */
    public enum Fault {
        /** The warehouse is starting: wait, it comes. */
        WARMING(true),
        /** Network, overload, time-out: try again. */
        UNAVAILABLE(true),
        /** The credentials were refused or cannot be found. */
        CREDENTIALS(false),
        /** A grant is missing. */
        MISSING_GRANT(false),
        /** The query or the table's name is at fault. */
        FIX_QUERY(false),
        /** The pipeline asks for something the source or this version cannot do. */
        UNSUPPORTED(false),
        /** The read was cancelled by us. */
        CANCELLED(true);

        private final boolean soon;

        Fault(boolean soon) {
            this.soon = soon;
        }

        /** Stable reason: the name in lower case. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** Whether nobody has to do anything for the next try to succeed. */
        public boolean retrySoon() {
            return soon;
        }
    }

    public SourceException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public SourceException(Fault fault, String message) {
        this(fault, message, null);
    }

    /** Who has to act. */
    public Fault fault() {
        return fault;
    }
}
