package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was released stays readable for ever: the public records against the schemas of the last release and the
 * examples of all releases, both in {@code released/}.
 */
class ReleasedContractTest {
    private static final Path RELEASED = Path.of("src/test/resources/io/penstock/schemas/released");

    static Stream<Class<?>> types() {
        return PublicSchemas.TOPICS.stream().map(Topic::type);
    }

    /** An example of a release. */
    record Example(Path file) {
        Class<?> type() {
            String record = file.getFileName().toString().split("[-.]")[0];
            return types().filter(type -> type.getSimpleName().equals(record))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("a released record is no longer public: " + record));
        }

        @Override
        public String toString() {
            return RELEASED.relativize(file).toString();
        }
    }

    static List<Example> examples() throws IOException {
        try (var files = Files.walk(RELEASED)) {
            return files.filter(file -> file.getNameCount() > RELEASED.getNameCount() + 1 && Files.isRegularFile(file))
                    .sorted()
                    .map(Example::new)
                    .toList();
        }
    }

    /** Part of a release: {@code mvn -pl schemas test -Dtest=ReleasedContractTest -Drelease=<version>}. */
    @BeforeAll
    static void moveTheBaselineIfAsked() throws IOException {
        String release = System.getProperty("release");
        if (release == null) {
            return;
        }
        assertThat(Files.exists(RELEASED) ? breaches() : List.of())
                .as("a release must not break its consumers")
                .isEmpty();
        Path examples = Files.createDirectories(RELEASED.resolve(release));
        for (Class<?> type : types().toList()) {
            Files.writeString(schemaFile(type), PublicSchemas.text(PublicSchemas.of(type)));
        }
        for (Goldens.Golden golden : Goldens.all()) {
            if (types().anyMatch(golden.type()::equals)) {
                Files.writeString(examples.resolve(golden.name() + ".json"), golden.json() + "\n");
            }
        }
    }

    @Test
    void addsOnlyOptionalFieldsAndEnumValuesToReleasedRecords() throws IOException {
        assertThat(breaches()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readsTheExamplesOfEveryReleaseWithoutLosingAField(Example example) throws IOException {
        JsonNode released = Json.wire().readTree(Files.readString(example.file()));

        JsonNode again =
                Json.wire().valueToTree(Json.wire().readValue(Files.readString(example.file()), example.type()));

        assertThat(missing("", released, again)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void hasAReleasedExampleOfEveryPublicRecord(Class<?> type) throws IOException {
        assertThat(examples()).extracting(Example::type).contains(type);
    }

    private static List<String> breaches() throws IOException {
        List<String> breaches = new ArrayList<>();
        for (Class<?> type : types().toList()) {
            JsonNode released = Json.config().readTree(Files.readString(schemaFile(type)));
            breaches.addAll(Compatibility.breaches(type.getSimpleName(), released, PublicSchemas.of(type)));
        }
        return breaches;
    }

    /** Paths of values that are not the same any more; fields that came with reading are no loss. */
    private static List<String> missing(String path, JsonNode before, JsonNode after) {
        if (!before.isContainerNode()) {
            return before.asText().equals(after.asText()) ? List.of() : List.of(path);
        }
        List<String> missing = new ArrayList<>();
        before.properties()
                .forEach(field -> missing.addAll(
                        missing(path + "." + field.getKey(), field.getValue(), after.path(field.getKey()))));
        for (int i = 0; i < before.size() && before.isArray(); i++) {
            missing.addAll(missing(path + "[" + i + "]", before.get(i), after.path(i)));
        }
        return missing;
    }

    private static Path schemaFile(Class<?> type) {
        return RELEASED.resolve(type.getSimpleName() + ".json");
    }
}
