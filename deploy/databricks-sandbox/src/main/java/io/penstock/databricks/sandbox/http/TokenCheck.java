package io.penstock.databricks.sandbox.http;

/** Tells good bearer tokens from bad ones. Called from many threads. */
@FunctionalInterface
public interface TokenCheck {
    /** Whether the token opens the protected paths now. */
    boolean admits(String token);
}
