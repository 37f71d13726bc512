package io.penstock.customerio.sandbox.http;

/**
 * Requests a second that each API takes (rule 26); 0 means any number.
 *
 * @param over what happens to the others
 */
public record RateLimits(int track, int pipelines, int app, Over over) {

    /** What happens to a request over the limit. */
    public enum Over {
        /** 429, by turns with and without {@code Retry-After}. */
        REFUSE,
        /** A success that is a lie, as the vendor's text allows; the record says so. */
        DROP_SILENTLY
    }

    public static RateLimits none() {
        return new RateLimits(0, 0, 0, Over.REFUSE);
    }

    /** The vendor's figures. */
    public static RateLimits documented() {
        return new RateLimits(1000, 1000, 10, Over.REFUSE);
    }
}
