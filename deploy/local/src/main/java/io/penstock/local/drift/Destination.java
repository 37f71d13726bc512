package io.penstock.local.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.local.story.CustomerIo;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Customer.io as it stands: its own word on every person, with the types that the calls had. For one thread. */
final class Destination {
    /** Customer.io's own. */
    private static final Set<String> IDENTIFIERS = Set.of("id", "cio_id", "email");

    private final CustomerIo customerIo;
    private final Map<String, Map<String, JsonNode>> sent = new HashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, List<Expectation.Event>> events = new HashMap<>();

    Destination(CustomerIo customerIo) {
        this.customerIo = customerIo;
    }

    /** Takes note of the calls that arrived since the last time. */
    void refresh() throws InterruptedException {
        for (CustomerIo.Call call : customerIo.fresh()) {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            call.body().path("attributes").properties().forEach(each -> values.put(each.getKey(), each.getValue()));
            if (call.isEvent()) {
                events.computeIfAbsent(call.person(), person -> new ArrayList<>())
                        .add(new Expectation.Event(call.body().path("name").asText(), values));
            } else {
                calls.merge(call.person(), 1, Integer::sum);
                sent.computeIfAbsent(call.person(), person -> new HashMap<>()).putAll(values);
            }
        }
    }

    /** Somebody's attributes; empty if Customer.io does not know them. */
    Optional<Map<String, JsonNode>> attributes(String personId) throws InterruptedException {
        if (!calls.containsKey(personId) && !events.containsKey(personId)) {
            return Optional.empty();
        }
        Map<String, JsonNode> attributes = new LinkedHashMap<>();
        customerIo.person(personId).path("attributes").properties().stream()
                .filter(each -> !IDENTIFIERS.contains(each.getKey()))
                .forEach(each -> attributes.put(each.getKey(), typed(personId, each.getKey(), each.getValue())));
        return Optional.of(attributes);
    }

    int calls(String personId) {
        return calls.getOrDefault(personId, 0);
    }

    List<Expectation.Event> events(String personId) {
        return List.copyOf(events.getOrDefault(personId, List.of()));
    }

    /** Customer.io shows text; the type is that of the last call, if it was this value. */
    private JsonNode typed(String personId, String attribute, JsonNode shown) {
        JsonNode last = sent.getOrDefault(personId, Map.of()).get(attribute);
        if (last == null) {
            return shown;
        }
        return shows(last, shown.asText()) ? last : TextNode.valueOf(shown.asText());
    }

    private static boolean shows(JsonNode value, String text) {
        if (value.isNumber()) {
            try {
                return value.decimalValue().compareTo(new BigDecimal(text)) == 0;
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return text.equals(value.isContainerNode() ? value.toString() : value.asText());
    }
}
