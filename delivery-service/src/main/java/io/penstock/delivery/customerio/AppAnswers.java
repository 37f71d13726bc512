package io.penstock.delivery.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.delivery.readback.Activity;
import io.penstock.delivery.readback.AppApi;
import io.penstock.schemas.IdentifierV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads answers of the App API. Where the vendor does not say how an entry looks, several spellings are taken. */
final class AppAnswers {
    private static final String CIO_PREFIX = "cio_";
    private static final int LONGEST_WORDS = 500;
    private static final List<String> REASONS = List.of("reason", "message", "error", "detail");
    private static final List<String> ATTRIBUTES = List.of("attribute", "name", "field");

    private AppAnswers() {}

    static String idType(IdentifierV1 address) {
        return address.type().equals("customerio_id") ? "id" : address.type();
    }

    static String value(IdentifierV1 address) {
        return address.type().equals("cio_id") && address.value().startsWith(CIO_PREFIX)
                ? address.value().substring(CIO_PREFIX.length())
                : address.value();
    }

    static Optional<AppApi.Seen> person(JsonNode body) {
        JsonNode customer = body.path("customer");
        if (!customer.path("attributes").isObject()) {
            return Optional.empty();
        }
        Map<String, String> attributes = new HashMap<>();
        customer.path("attributes").properties().forEach(each -> {
            if (!each.getValue().isNull()) {
                attributes.put(each.getKey(), text(each.getValue()));
            }
        });
        Map<String, Instant> changed = new HashMap<>();
        customer.path("timestamps").properties().forEach(each -> {
            if (each.getValue().canConvertToLong()) {
                changed.put(each.getKey(), Instant.ofEpochSecond(each.getValue().asLong()));
            }
        });
        return Optional.of(new AppApi.Seen.Person(attributes, changed));
    }

    static Optional<AppApi.Page> activities(JsonNode body) {
        if (!body.path("activities").isArray()) {
            return Optional.empty();
        }
        List<Activity> entries = new ArrayList<>();
        body.path("activities").forEach(entry -> activity(entry).ifPresent(entries::add));
        Optional<String> next = Optional.of(body.path("next").asText("")).filter(text -> !text.isEmpty());
        return Optional.of(new AppApi.Page.Entries(entries, next));
    }

    /** An entry without an id or a time cannot be told from another one, and is left out. */
    private static Optional<Activity> activity(JsonNode entry) {
        String id = entry.path("id").asText("");
        JsonNode at = entry.path("timestamp");
        if (id.isEmpty() || !at.canConvertToLong()) {
            return Optional.empty();
        }
        return Optional.of(new Activity(id, Instant.ofEpochSecond(at.asLong()), identifiers(entry), words(entry)));
    }

    private static List<IdentifierV1> identifiers(JsonNode entry) {
        JsonNode named = entry.path("customer_identifiers");
        List<IdentifierV1> identifiers = new ArrayList<>();
        add(
                identifiers,
                "customerio_id",
                named.path("id").asText(entry.path("customer_id").asText("")));
        add(identifiers, "email", named.path("email").asText(""));
        String cioId = named.path("cio_id").asText("");
        add(identifiers, "cio_id", cioId);
        add(identifiers, "cio_id", cioId.isEmpty() ? "" : CIO_PREFIX + cioId);
        return identifiers;
    }

    private static void add(List<IdentifierV1> identifiers, String type, String value) {
        if (!value.isEmpty() && !value.equals("null")) {
            identifiers.add(new IdentifierV1(type, value));
        }
    }

    private static String words(JsonNode entry) {
        JsonNode data = entry.path("data");
        String reason = first(data, REASONS).orElseGet(() -> rest(data));
        String attribute = first(data, ATTRIBUTES).map(name -> " " + name).orElse("");
        String words = "failed_attribute_change" + attribute + ": " + reason;
        return words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) : words;
    }

    private static Optional<String> first(JsonNode data, List<String> names) {
        return names.stream()
                .map(name -> data.path(name).asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static String rest(JsonNode data) {
        if (!data.isObject()) {
            return "";
        }
        ObjectNode rest = data.deepCopy();
        rest.remove("value");
        return rest.toString();
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
