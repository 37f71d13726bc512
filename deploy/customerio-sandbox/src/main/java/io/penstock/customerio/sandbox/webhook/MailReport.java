package io.penstock.customerio.sandbox.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Writes the webhook bodies of a delivery (reference 7.2 and 7.3), keys in alphabetical order as in the recorded ones.
 */
final class MailReport {

    private static final int LINK = 7;
    private static final Set<String> FAILURES =
            Set.of("attempted", "bounced", "dropped", "failed", "undeliverable", "deferred");

    /** The body of one metric. */
    record Body(String eventId, String metric, byte[] text) {

        /** The same, with what the option "body content" adds to a sent mail. */
        Body withContent() {
            if (!metric.equals("sent")) {
                return this;
            }
            ObjectNode body = (ObjectNode) Json.parse(text).orElseThrow();
            ObjectNode data = (ObjectNode) body.get("data");
            data.put("content", "<p>Simulated mail</p>");
            data.putObject("headers").putArray("X-Sandbox").add("yes");
            return new Body(eventId, metric, Json.sortedBytes(body));
        }
    }

    /** A delivery as reported. */
    record Report(String deliveryId, List<Body> bodies) {}

    private final SecureRandom random = new SecureRandom();

    Report report(Mail mail) {
        byte[] name = new byte[18];
        random.nextBytes(name);
        String deliveryId = Base64.getUrlEncoder().encodeToString(name) + "==";
        List<Body> bodies = new ArrayList<>();
        Instant at = mail.at();
        List<String> metrics = mail.recipient().isEmpty() ? List.of("undeliverable") : mail.metrics();
        for (String metric : metrics) {
            String eventId = Ulid.of(at.toEpochMilli(), new BigInteger(80, random));
            ObjectNode body = Json.object();
            body.put("event_id", eventId);
            body.put("object_type", "email");
            body.put("metric", metric);
            body.put("timestamp", at.getEpochSecond());
            body.set("data", data(mail, deliveryId, metric));
            bodies.add(new Body(eventId, metric, Json.sortedBytes(body)));
            at = at.plus(mail.spacing());
        }
        return new Report(deliveryId, bodies);
    }

    private static ObjectNode data(Mail mail, String deliveryId, String metric) {
        ObjectNode data = mail.origin().deepCopy();
        data.put("customer_id", mail.person().id());
        data.put("delivery_id", deliveryId);
        ObjectNode identifiers = data.putObject("identifiers");
        identifiers.put("cio_id", mail.person().cioId());
        identifiers.put("email", orNull(mail.person().email()));
        identifiers.put("id", orNull(mail.person().id()));
        data.put("recipient", mail.recipient());
        data.put("subject", mail.subject());
        switch (metric) {
            case "clicked" -> data.put("href", mail.href()).put("link_id", LINK).put("machine", false);
            case "opened" -> data.put("proxied", false).put("prefetched", false);
            default -> {
                if (FAILURES.contains(metric)) {
                    data.put("failure_message", mail.recipient().isEmpty() ? "no recipient" : "simulated " + metric);
                }
            }
        }
        return data;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
