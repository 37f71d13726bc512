package io.penstock.ingest.core.read;

/** A source could not do what was asked. The message is for a person and holds no value of any row and no secret. */
public final class SourceException extends Exception {
    private final Fault fault;
    private final String remedy;

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
        /** What was asked for is not kept any more (change feed, old version): read everything instead. */
        REBASELINE(true),
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

    /**
     * Makes one.
     *
     * @param remedy what to run so that it works, ready to paste, such as a GRANT statement; or null
     */
    public SourceException(Fault fault, String message, String remedy, Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.remedy = remedy;
    }

    public SourceException(Fault fault, String message, Throwable cause) {
        this(fault, message, null, cause);
    }

    public SourceException(Fault fault, String message) {
        this(fault, message, null);
    }

    /** Who has to act. */
    public Fault fault() {
        return fault;
    }

    /** What to run so that it works, if that is known. */
    public java.util.Optional<String> remedy() {
        return java.util.Optional.ofNullable(remedy);
    }
}
