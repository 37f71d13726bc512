package io.penstock.customerio.sandbox.workspace;

/**
 * An event as kept.
 *
 * @param id the caller's de-duplication key, or empty
 * @param timestamp when it happened, unix seconds
 * @param receivedAt when it arrived, unix seconds
 * @param data a JSON object as text, which takes a tenth of the memory of a tree
 * @param canTrigger whether it was young enough on arrival to trigger a campaign (72 hours)
 */
public record StoredEvent(
        String id, String kind, String name, long timestamp, long receivedAt, boolean canTrigger, String data) {

    StoredEvent with(boolean mayTrigger) {
        return new StoredEvent(id, kind, name, timestamp, receivedAt, mayTrigger, data);
    }
}
