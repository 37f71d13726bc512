package io.penstock.customerio.sandbox.track;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cuts a v2 batch into its items without rewriting them: sizes and records are those of the bytes that travelled. */
public final class BatchBody {

    /** One item: its tree and exactly its bytes. */
    public record Item(JsonNode tree, byte[] text) {}

    private BatchBody() {}

    /** The items in order; empty when the body is not JSON or its {@code batch} is not an array. */
    public static Optional<List<Item>> split(byte[] body) {
        try (JsonParser parser = Json.parser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            List<Item> items = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean batch = parser.currentName().equals("batch");
                JsonToken value = parser.nextToken();
                if (!batch) {
                    parser.skipChildren();
                } else if (value == JsonToken.START_ARRAY) {
                    items = items(parser, body);
                } else {
                    return Optional.empty();
                }
            }
            return parser.nextToken() == null ? Optional.ofNullable(items) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static List<Item> items(JsonParser parser, byte[] body) throws IOException {
        List<Item> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            JsonNode tree = parser.readValueAsTree();
            int to = (int) parser.currentLocation().getByteOffset();
            byte[] text = tree.isContainerNode() ? Arrays.copyOfRange(body, from, to) : Json.bytes(tree);
            items.add(new Item(tree, text));
        }
        return items;
    }
}
