package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What travels on the topics: committed examples and schemas against the records. */
class WireContractTest {
    private static final Path SCHEMAS = Path.of("src/main/resources/io/penstock/schemas/wire");

    static Stream<Class<?>> types() {
        return Topics.all().stream().map(Topic::type);
    }

    static List<Goldens.Golden> goldens() {
        return Goldens.all();
    }

    /** Run with {@code -Dupdate} after a change of a record, then read the difference before committing it. */
    @BeforeAll
    static void updateIfAsked() throws IOException {
        if (System.getProperty("update") != null) {
            Files.createDirectories(SCHEMAS);
            for (Class<?> type : types().toList()) {
                Files.writeString(schemaFile(type), generated(type));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void readsAGoldenExampleAndWritesTheSameBytes(Goldens.Golden golden) throws JsonProcessingException {
        Object value = Json.wire().readValue(golden.json(), golden.type());

        assertThat(Json.wire().writeValueAsString(value)).isEqualTo(golden.json());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void holdsGoldenExamplesAgainstTheCommittedSchema(Goldens.Golden golden) throws IOException {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Json.config().readTree(Files.readString(schemaFile(golden.type()))));

        assertThat(schema.validate(Json.wire().readTree(golden.json()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void showsEveryFieldOfATypeInSomeGoldenExampleAndNoOther(Class<?> type) throws IOException {
        Set<String> shown = new TreeSet<>();
        for (Goldens.Golden golden : goldens()) {
            if (golden.type() == type) {
                Json.wire().readTree(golden.json()).fieldNames().forEachRemaining(shown::add);
            }
        }

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(
                        () -> WireSchemas.of(type).path("properties").fieldNames());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void ignoresAFieldThatANewerProducerAdds(Goldens.Golden golden) throws JsonProcessingException {
        ObjectNode newer = (ObjectNode) Json.wire().readTree(golden.json());
        newer.putObject("field_of_a_later_version").put("any", 1);

        Object value = Json.wire().readValue(Json.wire().writeValueAsString(newer), golden.type());

        assertThat(Json.wire().writeValueAsString(value)).isEqualTo(golden.json());
    }

    @ParameterizedTest
    @MethodSource("types")
    void hasTheCommittedSchemaThatItsRecordGives(Class<?> type) throws IOException {
        Path file = schemaFile(type);
        assertThat(file)
                .as("schema of %s; if the record was changed on purpose: mvn -pl schemas test -Dupdate", type)
                .hasContent(generated(type));
    }

    @Test
    void hasAGoldenExampleAndASchemaForEveryTypeAndNoOthers() throws IOException {
        List<String> names = types().map(Class::getSimpleName).sorted().toList();

        assertThat(Goldens.all().stream()
                        .map(golden -> golden.type().getSimpleName())
                        .distinct()
                        .sorted())
                .containsExactlyElementsOf(names);
        try (var files = Files.list(SCHEMAS)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", ""))
                            .sorted())
                    .containsExactlyElementsOf(names);
        }
    }

    private static String generated(Class<?> type) throws IOException {
        return Json.config().writerWithDefaultPrettyPrinter().writeValueAsString(WireSchemas.of(type)) + "\n";
    }

    private static Path schemaFile(Class<?> type) {
        return SCHEMAS.resolve(type.getSimpleName() + ".json");
    }
}
