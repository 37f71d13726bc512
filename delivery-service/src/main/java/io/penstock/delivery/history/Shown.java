package io.penstock.delivery.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.OutcomeV1;
import java.util.regex.Pattern;

/** Entries as they are shown: with the values that name a person only to who asked for them. */
public enum Shown {
    MASKED {
        @Override
        String value(String value) {
            return value == null || value.isEmpty()
                    ? value
                    : value.substring(0, value.offsetByCodePoints(0, 1)) + HIDDEN;
        }

        @Override
        String words(String words) {
            return QUOTED.matcher(ADDRESS.matcher(words).replaceAll(HIDDEN)).replaceAll("'" + HIDDEN + "'");
        }

        @Override
        String input(String input) {
            try {
                return hidden(Json.wire().readTree(input)).toString();
            } catch (JsonProcessingException e) {
                return HIDDEN;
            }
        }
    },
    REVEALED {
        @Override
        String value(String value) {
            return value;
        }

        @Override
        String words(String words) {
            return words;
        }

        @Override
        String input(String input) {
            return input;
        }
    };

    private static final String HIDDEN = "***";
    private static final Pattern ADDRESS = Pattern.compile("\\S+@\\S+");
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

    abstract String value(String value);

    /** The destination's words may quote what it was sent. */
    abstract String words(String words);

    /** A whole record: names of fields stay, values go. */
    abstract String input(String input);

    private static JsonNode hidden(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = Json.wire().createObjectNode();
            node.properties().forEach(each -> copy.set(each.getKey(), hidden(each.getValue())));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = Json.wire().createArrayNode();
            node.forEach(each -> copy.add(hidden(each)));
            return copy;
        }
        return node.isNull() ? node : TextNode.valueOf(HIDDEN);
    }

    /** One outcome, in the spelling of the wire. */
    public ObjectNode outcome(OutcomeV1 outcome) {
        ObjectNode shown = Json.wire().valueToTree(outcome);
        IdentifierV1 address = outcome.address();
        if (address != null) {
            shown.putObject("address").put("type", address.type()).put("value", value(address.value()));
        }
        ObjectRefV1 object = outcome.object();
        if (object != null) {
            shown.putObject("object").put("type", object.type()).put("id", value(object.id()));
        }
        if (outcome.rowKey() != null) {
            shown.put("row_key", value(outcome.rowKey()));
        }
        ArrayNode words = shown.putArray("words");
        outcome.words().forEach(each -> words.add(words(each)));
        return shown;
    }

    /** One dead letter, in the spelling of the wire, with its id. */
    public ObjectNode letter(DeadLetters.Letter found) {
        ObjectNode shown = Json.wire().valueToTree(found.letter());
        if (found.letter().key() != null) {
            shown.put("key", value(found.letter().key()));
        }
        if (found.letter().input() != null) {
            shown.put("input", input(found.letter().input()));
        }
        return shown.put("id", found.id().toString());
    }
}
