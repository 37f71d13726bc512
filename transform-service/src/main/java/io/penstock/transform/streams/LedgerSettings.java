package io.penstock.transform.streams;

import io.penstock.transform.core.ledger.LedgerPage;
import java.time.Duration;

/**
 * Bounds of the ledger.
 *
 * @param limits of one page
 * @param eventRows most rows per person and rule of which it is remembered that they became an event
 */
public record LedgerSettings(LedgerPage.Limits limits, int eventRows) {
    /** As many attributes as Customer.io takes, and as long as deliveries are kept. */
    public static LedgerSettings usual() {
        return new LedgerSettings(new LedgerPage.Limits(300, Duration.ofDays(7)), 500);
    }
}
