package io.penstock.schemas;

/** Names of the Kafka record headers. Headers hold ids and positions only, never anything about a person. */
public final class Headers {
    /** Pipeline the record belongs to, UTF-8. */
    public static final String PIPELINE = "penstock.pipeline";
    /** Configuration version it was made under, decimal digits. */
    public static final String CONFIG_VERSION = "penstock.config-version";

    private Headers() {}
}
