package io.penstock.transform.http;

/** What the resource of the ledger asks. Safe from any thread. */
public interface LedgerDesk {
    /** What destinations are known to have of a profile. */
    Ledger ledger(String profileId, Merges.Values values);
}
