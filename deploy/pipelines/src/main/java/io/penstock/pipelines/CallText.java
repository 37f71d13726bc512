package io.penstock.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.run.RowRehearsal;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import java.util.Locale;
import java.util.Optional;

/** What came of rows, as a test file says it. */
final class CallText {
    private CallText() {}

    /** A call to the destination. */
    static ObjectNode of(DeliveryV1 delivery) {
        ObjectNode call = Json.wire().createObjectNode();
        call.put("call", delivery.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (delivery.event() != null) {
            call.put("event", delivery.event());
        }
        if (delivery.object() != null) {
            call.putObject("object")
                    .put("type", delivery.object().type())
                    .put("id", delivery.object().id());
        }
        if (delivery.address() != null) {
            call.putObject("to")
                    .put(delivery.address().type(), delivery.address().value());
        }
        if (delivery.body() != null && !delivery.body().isEmpty()) {
            call.set(body(delivery.kind()), delivery.body());
        }
        if (!delivery.unset().isEmpty()) {
            delivery.unset().forEach(call.putArray("unset")::add);
        }
        return call.put("at", delivery.asOf().toString());
    }

    private static String body(DeliveryV1.Kind kind) {
        return switch (kind) {
            case TRACK, PAGE, SCREEN -> "properties";
            default -> "attributes";
        };
    }

    /** A row that the contract sets aside. */
    static ObjectNode of(RowRehearsal.Result.SetAside row) {
        return Json.wire()
                .createObjectNode()
                .put("quarantined", row.code())
                .put("row", row.rowKey())
                .put("reason", row.reason());
    }

    /** A run that reads nothing. */
    static ObjectNode of(RowRehearsal.Result.Stopped run) {
        return Json.wire().createObjectNode().put("stopped", run.reason());
    }

    /** A record that was given up. */
    static ObjectNode of(DeadLetterV1 letter) {
        ObjectNode given = Json.wire()
                .createObjectNode()
                .put("deadLetter", letter.code())
                .put("stage", letter.stage())
                .put("reason", letter.reason());
        row(letter).ifPresent(row -> given.put("row", row));
        return given;
    }

    /** Key of the row; what cannot be read has none. */
    private static Optional<String> row(DeadLetterV1 letter) {
        try {
            JsonNode input = Json.wire().readTree(letter.input());
            return Optional.ofNullable(input.findValue("row_key")).map(JsonNode::textValue);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** A row that names nobody: identity-service gives it up. */
    static ObjectNode unidentified(String rowKey) {
        return Json.wire()
                .createObjectNode()
                .put("deadLetter", "unidentified")
                .put("stage", "identity")
                .put("row", rowKey);
    }

    /** Records still in the waiting room. */
    static ObjectNode waiting(int records) {
        return Json.wire().createObjectNode().put("waiting", records);
    }
}
