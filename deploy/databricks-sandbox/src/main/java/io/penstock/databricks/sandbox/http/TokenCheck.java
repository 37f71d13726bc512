package io.penstock.databricks.sandbox.http;

import java.util.Optional;

/** Tells good bearer tokens from bad ones. Called from many threads. */
@FunctionalInterface
public interface TokenCheck {
    /** Whom the token opens the protected paths for now; nobody if it is not good. */
    Optional<String> principal(String token);
}
