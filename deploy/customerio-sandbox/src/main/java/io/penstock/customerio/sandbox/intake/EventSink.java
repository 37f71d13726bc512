package io.penstock.customerio.sandbox.intake;

import io.penstock.customerio.sandbox.workspace.Profile;
import io.penstock.customerio.sandbox.workspace.StoredEvent;

/**
 * Told of each event that reaches a person, with the number of the operation that caused it. Called in order, while the
 * intake is held.
 */
@FunctionalInterface
public interface EventSink {
    void onEvent(long seq, Profile person, StoredEvent event);
}
