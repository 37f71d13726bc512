package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What other teams read in {@code docs}: generated from the contract and never behind it. */
class PublicContractTest {
    private static final Path DOCS = Path.of("../docs");

    static Stream<Class<?>> types() {
        return PublicSchemas.TOPICS.stream().map(Topic::type);
    }

    static Stream<Goldens.Golden> goldens() {
        return Goldens.all().stream().filter(golden -> types().anyMatch(golden.type()::equals));
    }

    /** Run with {@code -Dupdate} after a change of a public record, then read the difference before committing it. */
    @BeforeAll
    static void updateIfAsked() throws IOException {
        if (System.getProperty("update") != null) {
            Files.createDirectories(DOCS.resolve("schemas"));
            for (Class<?> type : types().toList()) {
                Files.writeString(schemaFile(type), PublicSchemas.text(PublicSchemas.of(type)));
            }
            Files.writeString(DOCS.resolve("asyncapi.yaml"), AsyncApi.document());
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void hasTheSchemaThatRecordAndNotesGive(Class<?> type) throws IOException {
        assertThat(Files.readString(schemaFile(type)))
                .as("docs/schemas of %s; if changed on purpose: mvn -pl schemas test -Dupdate", type)
                .isEqualTo(PublicSchemas.text(PublicSchemas.of(type)));
    }

    @Test
    void hasTheAsyncApiDocumentThatTheContractGives() throws IOException {
        assertThat(Files.readString(DOCS.resolve("asyncapi.yaml")))
                .as("docs/asyncapi.yaml; if changed on purpose: mvn -pl schemas test -Dupdate")
                .isEqualTo(AsyncApi.document());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void holdsExamplesAgainstTheSchemaThatOthersRead(Goldens.Golden golden) throws IOException {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Json.config().readTree(Files.readString(schemaFile(golden.type()))));

        assertThat(schema.validate(Json.wire().readTree(golden.json()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void describesNoFieldThatTheRecordDoesNotHave(Class<?> type) {
        FieldNotes notes = FieldNotes.of(type);
        notes.of(".");
        PublicSchemas.describe(PublicSchemas.of(type), "", notes);

        assertThat(notes.unread()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void saysWhatEveryEnumValueMeans(Class<?> type) {
        List<JsonNode> closed = PublicSchemas.of(type).findParents("enum");

        assertThat(closed)
                .isNotEmpty()
                .allSatisfy(field -> field.get("enum")
                        .forEach(value ->
                                assertThat(field.get("description").asText()).contains(value.asText() + ": ")));
    }

    @Test
    void listsThePublicTopicsOnThePageForConsumers() throws IOException {
        String page = Files.readString(DOCS.resolve("topics.md"));

        assertThat(PublicSchemas.TOPICS)
                .allSatisfy(topic -> assertThat(page)
                        .contains("`" + topic.name() + "`")
                        .contains("schemas/" + topic.type().getSimpleName() + ".json"));
    }

    private static Path schemaFile(Class<?> type) {
        return DOCS.resolve("schemas").resolve(type.getSimpleName() + ".json");
    }
}
