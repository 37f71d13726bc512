package io.penstock.customerio.sandbox.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Strict JSON, with numbers kept exactly as written. Safe for many threads. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ObjectMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Reads one complete JSON text; empty when it is not one (nothing, garbage, or something after the end). */
    public static Optional<JsonNode> parse(byte[] text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonNode tree = parser.readValueAsTree();
            return tree == null || parser.nextToken() != null ? Optional.empty() : Optional.of(tree);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    public static Optional<JsonNode> parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A parser positioned before the first token, for readers that need byte positions. */
    public static JsonParser parser(byte[] text) throws IOException {
        return MAPPER.createParser(text);
    }

    /** Compact text. */
    public static byte[] bytes(JsonNode node) {
        return write(MAPPER, node);
    }

    /**
     * Compact text with the keys of every object in alphabetical order, as the vendor's recorded webhooks have them.
     */
    public static byte[] sortedBytes(JsonNode node) {
        return write(SORTED, node);
    }

    /** The text under a key when it is a string or a number, else empty: the vendor takes numbers for identifiers. */
    public static Optional<String> scalar(JsonNode object, String key) {
        JsonNode value = object.path(key);
        return value.isTextual() || value.isNumber() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static byte[] write(ObjectMapper mapper, JsonNode node) {
        try {
            return mapper.writeValueAsBytes(node);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
