package io.penstock.delivery.readback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.Json;
import java.math.BigDecimal;

/**
 * How a value that was sent may read at the App API, which shows every attribute as text: a number in any of its
 * spellings, a structure as JSON with its keys in any order, an address in any case.
 */
final class ShownValue {
    private ShownValue() {}

    static boolean isShownAs(JsonNode sent, String shown) {
        if (sent.isContainerNode()) {
            return isSameJson(sent, shown);
        }
        String text = sent.asText();
        if (text.equals(shown)) {
            return true;
        }
        return sent.isNumber()
                ? isSameNumber(sent.decimalValue(), shown)
                : text.indexOf('@') > 0 && text.equalsIgnoreCase(shown);
    }

    private static boolean isSameJson(JsonNode sent, String shown) {
        try {
            JsonNode read = Json.wire().readTree(shown);
            return read != null && read.equals(ShownValue::order, sent);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static int order(JsonNode one, JsonNode other) {
        boolean same = one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
        return same ? 0 : 1;
    }

    private static boolean isSameNumber(BigDecimal sent, String shown) {
        try {
            return new BigDecimal(shown).compareTo(sent) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
