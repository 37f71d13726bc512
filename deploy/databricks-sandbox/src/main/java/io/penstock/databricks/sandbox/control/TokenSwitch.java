package io.penstock.databricks.sandbox.control;

import io.penstock.databricks.sandbox.http.TokenCheck;
import java.util.Optional;

/** Refuses tokens that would be good, while it is told to. Safe for many threads. */
public final class TokenSwitch implements TokenCheck {
    private final TokenCheck check;
    private final Runnable expiry;
    private volatile boolean rejecting;

    /** @param expiry makes the tokens that were issued so far worthless */
    public TokenSwitch(TokenCheck check, Runnable expiry) {
        this.check = check;
        this.expiry = expiry;
    }

    @Override
    public Optional<String> principal(String token) {
        return rejecting ? Optional.empty() : check.principal(token);
    }

    /** Every token is refused until {@link #accept}. */
    void reject() {
        rejecting = true;
    }

    /** Good tokens are good again. */
    void accept() {
        rejecting = false;
    }

    /** Tokens of service principals that were issued so far are refused for good; new ones can be had. */
    void expire() {
        expiry.run();
    }

    boolean isRejecting() {
        return rejecting;
    }
}
