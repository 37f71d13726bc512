package io.penstock.databricks.sandbox.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.databricks.sandbox.http.HttpAnswer;
import io.penstock.databricks.sandbox.http.HttpCall;
import io.penstock.databricks.sandbox.http.HttpEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/**
 * The switches over HTTP. POST takes any of {@code {"state": "stopped", "startsIn": "PT5S"}}, {@code {"state":
 * "running"}}, {@code {"sessions": "drop"}} and {@code {"tokens": "expire" | "reject" | "accept"}}; GET and every POST
 * answer with how things stand.
 */
public final class ControlEndpoint implements HttpEndpoint {
    /** Where everything of this class lies. */
    public static final String PATH = "/sandbox/warehouse";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final WarehouseState warehouse;
    private final TokenSwitch tokens;
    private final Runnable dropSessions;

    /** Turns these switches. */
    public ControlEndpoint(WarehouseState warehouse, TokenSwitch tokens, Runnable dropSessions) {
        this.warehouse = warehouse;
        this.tokens = tokens;
        this.dropSessions = dropSessions;
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        try {
            if (call.method().equals("POST")) {
                turn(JSON.readTree(new String(call.body(), StandardCharsets.UTF_8)));
            }
            return HttpAnswer.json(
                    200,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("state", warehouse.name())
                            .put("tokens", tokens.isRejecting() ? "REJECTED" : "ACCEPTED")
                            .toString());
        } catch (JsonProcessingException e) {
            return HttpAnswer.error(400, "MALFORMED_REQUEST", "Expected JSON.");
        } catch (IllegalArgumentException | DateTimeException e) {
            return HttpAnswer.error(400, "INVALID_PARAMETER_VALUE", e.getMessage());
        }
    }

    private void turn(JsonNode wanted) {
        Optional<Duration> startsIn = Optional.of(wanted.path("startsIn").asText(""))
                .filter(text -> !text.isEmpty())
                .map(Duration::parse);
        switch (wanted.path("state").asText("")) {
            case "" -> {}
            case "stopped" -> warehouse.stop(startsIn);
            case "running" -> warehouse.run();
            default -> throw new IllegalArgumentException("\"state\" is stopped or running.");
        }
        switch (wanted.path("sessions").asText("")) {
            case "" -> {}
            case "drop" -> dropSessions.run();
            default -> throw new IllegalArgumentException("\"sessions\" can be drop only.");
        }
        switch (wanted.path("tokens").asText("")) {
            case "" -> {}
            case "expire" -> tokens.expire();
            case "reject" -> tokens.reject();
            case "accept" -> tokens.accept();
            default -> throw new IllegalArgumentException("\"tokens\" is expire, reject or accept.");
        }
    }
}
