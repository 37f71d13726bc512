package io.penstock.customerio.sandbox.operation;

import java.util.Locale;

/**
 * What became of one received operation (rule 28). Everything but {@code REJECTED} was accepted with a success status.
 */
public enum Verdict {
    /** Accepted, its application still to come (rule 16). */
    PENDING,
    APPLIED,
    /** An event whose id was seen before. */
    IGNORED_DUPLICATE,
    /** Every attribute was older than what is stored. */
    SKIPPED_STALE,
    /** An identifier could not be used as asked; see the activity log. */
    FAILED_IDENTIFIER,
    /** Accepted and without effect: suppressed, unknown {@code cio_id}, merge without a primary. */
    DROPPED,
    /** Refused with an error, or met by an injected fault before it was looked at. */
    REJECTED;

    /** The spelling in answers: lower case with hyphens. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
