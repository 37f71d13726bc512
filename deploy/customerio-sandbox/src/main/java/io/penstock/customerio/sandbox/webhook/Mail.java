package io.penstock.customerio.sandbox.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One simulated delivery.
 *
 * @param recipient the address; empty makes it undeliverable
 * @param origin {@code campaign_id}, {@code action_id} and so on: exactly one family of reference 7.2
 * @param metrics what is reported, in this order
 * @param at the time of the first metric; the others follow at the spacing
 */
public record Mail(
        Person person,
        String recipient,
        ObjectNode origin,
        String subject,
        String href,
        List<String> metrics,
        Instant at,
        Duration spacing) {

    /** Whom it is for; id and email may be empty, and are null in the webhook then. */
    public record Person(String cioId, String id, String email) {}

    public Mail {
        metrics = List.copyOf(metrics);
    }
}
