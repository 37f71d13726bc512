package io.penstock.databricks.sandbox.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.databricks.sandbox.access.Grants.Rule;
import io.penstock.databricks.sandbox.http.HttpAnswer;
import io.penstock.databricks.sandbox.http.HttpCall;
import io.penstock.databricks.sandbox.http.HttpEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The grants of the sandbox over HTTP: GET shows what was stated, POST states more, DELETE forgets all of it. A POST is
 * taken whole or not at all.
 */
public final class GrantsEndpoint implements HttpEndpoint {
    /** Where everything of this class lies. */
    public static final String PATH = "/sandbox/grants";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Grants grants;

    /** Shows and changes these grants. */
    public GrantsEndpoint(Grants grants) {
        this.grants = grants;
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        try {
            switch (call.method()) {
                case "GET" -> {}
                case "POST" -> change(JSON.readTree(new String(call.body(), StandardCharsets.UTF_8)));
                case "DELETE" -> grants.reset();
                default -> {
                    return HttpAnswer.error(405, "METHOD_NOT_ALLOWED", "GET, POST or DELETE.");
                }
            }
            return HttpAnswer.json(200, document().toString());
        } catch (JsonProcessingException e) {
            return HttpAnswer.error(400, "MALFORMED_REQUEST", "Expected JSON.");
        } catch (IllegalArgumentException e) {
            return HttpAnswer.error(400, "INVALID_PARAMETER_VALUE", e.getMessage());
        }
    }

    private void change(JsonNode wanted) {
        String principal = wanted.path("principal").asText("");
        if (principal.isEmpty()) {
            throw new IllegalArgumentException("Expected \"principal\": a token or a client id.");
        }
        List<Rule> revoked = rules(wanted.path("revoke"));
        List<Rule> granted = rules(wanted.path("grant"));
        revoked.forEach(rule -> grants.revoke(principal, rule));
        granted.forEach(rule -> grants.grant(principal, rule));
    }

    private static List<Rule> rules(JsonNode list) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : list) {
            rules.add(new Rule(
                    rule.path("privilege").asText(""),
                    Securable.parse(rule.path("on").asText(""))));
        }
        return rules;
    }

    private ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode stated = document.putArray("stated");
        grants.standing()
                .forEach(standing -> stated.addObject()
                        .put("principal", standing.principal())
                        .put("privilege", standing.rule().privilege())
                        .put(
                                "on",
                                standing.rule().object().kind().toUpperCase(java.util.Locale.ROOT) + " "
                                        + standing.rule().object().fullName())
                        .put("granted", standing.granted()));
        return document;
    }
}
