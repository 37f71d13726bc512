package io.penstock.customerio.sandbox.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** ISO 8601 as this API reads it. A time without an offset is taken as UTC. */
final class Instants {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}.*");
    private static final Pattern OFFSET = Pattern.compile(".*(Z|[+-]\\d{2}:\\d{2})");

    private Instants() {}

    /** Unix seconds of a date or a time; empty for every other text. */
    static OptionalLong seconds(String text) {
        try {
            if (DATE.matcher(text).matches()) {
                return OptionalLong.of(LocalDate.parse(text).atStartOfDay().toEpochSecond(ZoneOffset.UTC));
            }
            if (!TIME.matcher(text).matches()) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(
                    OFFSET.matcher(text).matches()
                            ? OffsetDateTime.parse(text).toEpochSecond()
                            : LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException noSuchTime) {
            return OptionalLong.empty();
        }
    }

    /** A copy in which every such text, however deep, is a number: what {@code convert_timestamp} does. */
    static JsonNode converted(JsonNode value) {
        if (value.isObject()) {
            ObjectNode copy = Json.object();
            value.properties().forEach(each -> copy.set(each.getKey(), converted(each.getValue())));
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = Json.array();
            value.forEach(each -> copy.add(converted(each)));
            return copy;
        }
        OptionalLong seconds = value.isTextual() ? seconds(value.asText()) : OptionalLong.empty();
        return seconds.isPresent() ? LongNode.valueOf(seconds.getAsLong()) : value;
    }
}
