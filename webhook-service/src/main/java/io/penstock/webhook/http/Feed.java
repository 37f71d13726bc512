package io.penstock.webhook.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.IdentifierV1;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A pipeline that has events as its source.
 *
 * @param configVersion version that the records will name
 */
public record Feed(String workspace, String pipeline, long configVersion, List<Given> given) {
    /** An identifier type, and where in a row its value stands. */
    record Given(String type, JsonPointer place) {}

    /** @param given identifier type to a path such as {@code message.user_id}, strongest first */
    public static Feed of(String workspace, String pipeline, long configVersion, SequencedMap<String, String> given) {
        List<Given> places = new ArrayList<>();
        for (Map.Entry<String, String> one : given.entrySet()) {
            places.add(new Given(
                    one.getKey(), JsonPointer.valueOf("/" + one.getValue().replace('.', '/'))));
        }
        return new Feed(workspace, pipeline, configVersion, List.copyOf(places));
    }

    /**
     * What names the person in a row, in the order of the pipeline's file; a value that is no text or number is none.
     */
    List<IdentifierV1> identifiers(ObjectNode row) {
        List<IdentifierV1> found = new ArrayList<>();
        for (Given one : given) {
            JsonNode value = row.at(one.place());
            if ((value.isTextual() || value.isNumber()) && !value.asText().isBlank()) {
                found.add(new IdentifierV1(one.type(), value.asText()));
            }
        }
        return found;
    }
}
