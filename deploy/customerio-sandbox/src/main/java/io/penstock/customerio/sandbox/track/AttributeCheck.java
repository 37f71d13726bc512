package io.penstock.customerio.sandbox.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.json.Utf8;
import java.util.ArrayList;
import java.util.List;

/** The limits on attributes (rule 7). A structure counts as its compact JSON (assumed). */
public final class AttributeCheck {

    /** What a call breaks; the name is empty for the count. */
    public record Breach(Kind kind, String name) {}

    public enum Kind {
        TOO_MANY,
        LONG_NAME,
        LONG_VALUE
    }

    private final Limits limits;

    public AttributeCheck(Limits limits) {
        this.limits = limits;
    }

    public List<Breach> breaches(ObjectNode attributes) {
        List<Breach> breaches = new ArrayList<>();
        if (attributes.size() > limits.attributes()) {
            breaches.add(new Breach(Kind.TOO_MANY, ""));
        }
        attributes.properties().forEach(each -> {
            if (Utf8.length(each.getKey()) > limits.attributeName()) {
                breaches.add(new Breach(Kind.LONG_NAME, each.getKey()));
            }
            if (size(each.getValue()) > limits.attributeValue()) {
                breaches.add(new Breach(Kind.LONG_VALUE, each.getKey()));
            }
        });
        return breaches;
    }

    private static int size(JsonNode value) {
        return value.isContainerNode() ? Json.bytes(value).length : Utf8.length(value.asText());
    }
}
