package io.penstock.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The schema that editors complete tests with, against what the command reads. */
class PipelineTestSchemaTest {
    @Test
    void hasTheKeysThatTheCommandReads() throws IOException {
        assertThat(keys(schema().path("properties"))).containsExactlyElementsOf(components(PipelineTest.class));
        assertThat(keys(schema().at("/properties/runs/items/properties")))
                .containsExactlyElementsOf(components(PipelineTest.Run.class));
    }

    @Test
    void takesTheExamplesTestsAndThoseOfThePage() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema());
        List<JsonNode> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("../local/example/pipelines/upgrade-likelihood/tests"))) {
            for (Path file : files.toList()) {
                tests.add(Json.config().readTree(Files.readString(file)));
            }
        }
        for (EmitsPageTest.Example example : EmitsPageTest.examples().toList()) {
            tests.add(Json.config().readTree(example.test()));
        }

        assertThat(tests)
                .hasSizeGreaterThan(9)
                .allSatisfy(test -> assertThat(schema.validate(test)).isEmpty());
    }

    private static List<String> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> component.getName().equals("schema") ? "$schema" : component.getName())
                .toList();
    }

    private static List<String> keys(JsonNode properties) {
        List<String> keys = new ArrayList<>();
        properties.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static JsonNode schema() throws IOException {
        try (InputStream text = Json.class.getResourceAsStream("/io/penstock/schemas/config/pipeline-test-v1.json")) {
            return Json.config().readTree(text);
        }
    }
}
