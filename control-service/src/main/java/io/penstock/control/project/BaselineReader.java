package io.penstock.control.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.control.core.Bundle;
import io.penstock.control.core.Entry;
import io.penstock.control.core.Kind;
import io.penstock.control.core.ProjectReader;
import io.penstock.control.core.Reading;
import io.penstock.schemas.Json;
import java.util.Map;

/**
 * Reads a project for a back-fill over a destination that was fed before: every crossing begins with {@code first:
 * arm}, whatever its file says, so that nobody gets an event for a level passed long ago.
 */
public final class BaselineReader implements ProjectReader {
    private final ProjectReader reader;

    public BaselineReader(ProjectReader reader) {
        this.reader = reader;
    }

    @Override
    public Reading read(Map<String, String> files) {
        return switch (reader.read(files)) {
            case Reading.Refused refused -> refused;
            case Reading.Accepted(Bundle bundle) ->
                new Reading.Accepted(new Bundle(
                        bundle.workspace(),
                        bundle.entries().stream().map(BaselineReader::armed).toList()));
        };
    }

    private static Entry armed(Entry entry) {
        if (entry.key().kind() != Kind.PIPELINE) {
            return entry;
        }
        try {
            JsonNode spec = Json.config().readTree(entry.spec());
            for (JsonNode emit : spec.path("emit")) {
                if (emit.path("when") instanceof ObjectNode crossing) {
                    crossing.put("first", "arm");
                }
            }
            return new Entry(entry.key(), Json.config().writeValueAsString(spec), entry.script(), entry.modules());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry that was read holds no JSON", e);
        }
    }
}
