package io.penstock.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.penstock.control.project.Wording;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The schema of tests that editors complete them with; the command holds files against it too. Thread-safe. */
final class TestSchema {
    private static final String RESOURCE = "/io/penstock/schemas/config/pipeline-test-v1.json";

    private final JsonNode tree;
    private final Schema schema;

    private TestSchema(JsonNode tree) {
        this.tree = tree;
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(tree);
    }

    /** Reads it. */
    static TestSchema load() {
        try (InputStream text = Json.class.getResourceAsStream(RESOURCE)) {
            return new TestSchema(Json.config().readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks a file. @throws CommandFailedException for the first mistake; the message names its place */
    void check(TestText file) {
        List<Error> errors = schema.validate(file.tree());
        // a misspelt key says more than what is missing because of it
        errors.stream()
                .filter(error -> !error.getKeyword().equals("required"))
                .findFirst()
                .or(() -> errors.stream().findFirst())
                .ifPresent(error -> {
                    throw failure(file, error);
                });
    }

    private CommandFailedException failure(TestText file, Error error) {
        String keyword = error.getSchemaLocation().getFragment().toString();
        JsonNode rule = tree.at(keyword.substring(0, keyword.lastIndexOf('/')));
        String pointer = error.getInstanceLocation().toString();
        JsonNode value = file.tree().at(pointer);
        return switch (error.getKeyword()) {
            case "additionalProperties" -> {
                List<String> keys = names(rule.path("properties"));
                String found = error.getProperty();
                yield file.atKey(
                        TestText.child(pointer, found),
                        "expected one of the keys " + String.join(", ", keys) + ", found the unknown key '" + found
                                + "'" + Wording.hint(found, keys));
            }
            case "required" ->
                file.atValue(pointer, "expected the key '" + error.getProperty() + "' in the test, found none");
            case "enum" -> {
                List<String> known = new ArrayList<>();
                rule.path("enum").forEach(one -> known.add(one.asText()));
                yield file.atValue(
                        pointer,
                        "expected one of " + String.join(", ", known) + ", found " + Wording.found(value)
                                + Wording.hint(value.asText(), known));
            }
            case "minItems", "minProperties" ->
                file.atValue(pointer, "expected at least one entry, found " + Wording.found(value));
            default ->
                file.atValue(pointer, "expected " + kinds(rule.path("type")) + ", found " + Wording.found(value));
        };
    }

    private static String kinds(JsonNode types) {
        List<String> kinds = new ArrayList<>();
        (types.isArray() ? types : List.of(types)).forEach(type -> kinds.add(Wording.kind(type.asText())));
        return String.join(" or ", kinds);
    }

    private static List<String> names(JsonNode properties) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
