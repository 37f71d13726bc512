package io.penstock.customerio.sandbox.workspace;

/**
 * Told of every event that reaches a person, also of an anonymous one that joins later. Called while the workspace is
 * held, so it must be quick.
 */
@FunctionalInterface
public interface EventListener {
    void onEvent(Profile person, StoredEvent event);
}
