package io.penstock.ingest.core.contract;

/**
 * Why a row is quarantined. Holds no value of the row.
 *
 * @param column the contract column, or null if the whole row is at fault
 */
public record Violation(Code code, String column) {
    /** Stable reasons; {@link #label()} is the dead letter's code and the metric's label. */
    public enum Code {
        MALFORMED_ROW("the row is not the JSON object that was asked for"),
        ROW_TOO_LARGE("larger than a Kafka message may be; its input is not kept here, read it in the source"),
        MISSING_KEY("a key column is null or blank"),
        MISSING_WATERMARK("the watermark column is null or no instant, so the row has no as-of time"),
        MISSING_REQUIRED("required, but null or absent"),
        WRONG_TYPE("not of the contract's type"),
        BELOW_MIN("below the contract's min"),
        ABOVE_MAX("above the contract's max"),
        NOT_ALLOWED("not one of the contract's values"),
        UNREADABLE_VALUE("the engine rendered something the column's type does not allow");

        private final String sentence;

        Code(String sentence) {
            this.sentence = sentence;
        }

        /** Lower case with underscores. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** For a person, without any value. */
    public String reason() {
        return column == null ? code.sentence : "column " + column + ": " + code.sentence;
    }
}
