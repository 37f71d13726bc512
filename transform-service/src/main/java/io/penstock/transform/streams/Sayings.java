package io.penstock.transform.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.transform.core.ledger.AttributeValue;
import io.penstock.transform.core.ledger.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a delivery says of attributes, and as whose word, in the ledger's terms. */
final class Sayings {
    private static final PositionV1 NOWHERE = new PositionV1("", -1, -1, null);

    private Sayings() {}

    /** Attribute to value; removed ones too. */
    static Map<String, AttributeValue> of(DeliveryV1 delivery) {
        Map<String, AttributeValue> said = new LinkedHashMap<>();
        delivery.body()
                .properties()
                .forEach(field -> said.put(field.getKey(), AttributeValue.of(json(field.getValue()))));
        delivery.unset().forEach(name -> said.putIfAbsent(name, AttributeValue.GONE));
        return said;
    }

    /** Same as {@link JsonNode#toString()}, which makes a generator for each of them. */
    private static String json(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER, BOOLEAN -> value.asText();
            case STRING -> isPlain(value.textValue()) ? '"' + value.textValue() + '"' : value.toString();
            default -> value.toString();
        };
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** The delivery with these attributes alone. */
    static DeliveryV1 only(Set<String> names, DeliveryV1 delivery) {
        ObjectNode body = Json.wire().createObjectNode();
        delivery.body().properties().forEach(field -> {
            if (names.contains(field.getKey())) {
                body.set(field.getKey(), field.getValue());
            }
        });
        List<String> unset = delivery.unset().isEmpty()
                ? List.of()
                : delivery.unset().stream().filter(names::contains).toList();
        return delivery.saying(body, unset);
    }

    /** @param ordinal place of the call among those of the row that say attributes */
    static Write write(DeliveryV1 delivery, ShapedV1 shaped, int ordinal) {
        PositionV1 position = Objects.requireNonNullElse(shaped.position(), NOWHERE);
        return new Write(
                delivery.deliveryId(),
                delivery.pipeline(),
                delivery.configVersion(),
                shaped.rowKey(),
                shaped.rowVersion(),
                ordinal,
                delivery.asOf(),
                Objects.requireNonNullElse(position.source(), ""),
                position.commitVersion(),
                position.tableVersion());
    }
}
