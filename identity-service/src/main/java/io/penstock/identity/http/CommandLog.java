package io.penstock.identity.http;

import io.penstock.schemas.IdentityCommandV1;

/** Where orders go: behind everything that is in the identity log of a workspace already. Thread-safe. */
public interface CommandLog {
    /** Appends an order and waits until the log has it. Safe to repeat with the same command id. */
    Appended append(String workspace, IdentityCommandV1 command);

    /** What became of it. */
    sealed interface Appended {
        /** @param logOffset where the log has it; it is carried out when the resolver gets there */
        record At(int partition, long logOffset) implements Appended {}

        /** The log did not take it in time; whether it has it is not known, so the same id may be tried again. */
        record NotNow() implements Appended {}
    }
}
