package io.penstock.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.penstock.control.project.Wording;
import io.penstock.schemas.Json;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A test where it stands. */
record TestFile(TestText text, PipelineTest test) {
    /**
     * Reads one.
     *
     * @param types of identifiers that people may have; empty if nothing is known of them
     * @throws CommandFailedException if it is no test; the message is {@code file:line:column: what is wrong}
     */
    static TestFile read(Path path, TestSchema schema, Collection<String> types) {
        TestText text = TestText.read(path);
        schema.check(text);
        try {
            PipelineTest test = Json.config().treeToValue(text.tree(), PipelineTest.class);
            people(text, "/identity", test.identity(), types);
            for (int i = 0; i < test.runs().size(); i++) {
                people(text, "/runs/" + i + "/identity", test.runs().get(i).identity(), types);
            }
            return new TestFile(text, test);
        } catch (JsonProcessingException e) {
            throw text.atValue(place(e), what(e));
        }
    }

    Path path() {
        return text.path();
    }

    private static void people(
            TestText text, String pointer, List<Map<String, JsonNode>> people, Collection<String> types) {
        for (int i = 0; i < people.size(); i++) {
            for (String type : people.get(i).keySet()) {
                if (!types.isEmpty() && !types.contains(type)) {
                    throw text.atKey(
                            TestText.child(pointer + "/" + i, type),
                            "expected an identifier type of identity.yaml (" + String.join(", ", types) + "), found '"
                                    + type + "'" + Wording.hint(type, types));
                }
            }
        }
    }

    private static String place(JsonProcessingException e) {
        StringBuilder pointer = new StringBuilder();
        if (e instanceof JsonMappingException mapping) {
            mapping.getPath()
                    .forEach(step -> pointer.append('/')
                            .append(step.getFieldName() == null ? step.getIndex() : step.getFieldName()));
        }
        return pointer.toString();
    }

    private static String what(JsonProcessingException e) {
        return switch (e) {
            case InvalidFormatException format ->
                "expected a time such as P3D or PT12H, found '" + format.getValue() + "'";
            case ValueInstantiationException built
            when built.getCause() != null -> built.getCause().getMessage();
            default -> e.getOriginalMessage().lines().findFirst().orElse("");
        };
    }

    /**
     * Writes what came into the file as what is expected from now on. Calls that came as they were expected stay as
     * they are written, and so does everything else in the file.
     */
    void expect(List<JsonNode> came) {
        text.replace("/calls", new ExpectedCalls(text, test.calls()).text(came));
    }
}
