package io.penstock.control.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import io.penstock.control.core.Kind;
import io.penstock.control.core.SchemaCatalog;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON Schemas of the four kinds, as shipped in {@code schemas}. Thread-safe. */
public final class ConfigSchemas implements SchemaCatalog {
    /** Our own keyword: what a value should be, in words, where the standard keywords cannot say it well. */
    static final String EXPECTED = "x-expected";

    private static final String FOLDER = "/io/penstock/schemas/config/";

    private final Map<Kind, Known> known = new EnumMap<>(Kind.class);

    private record Known(String text, JsonNode tree, Schema schema) {}

    private ConfigSchemas() {}

    /** Reads and compiles all of them. */
    public static ConfigSchemas load() {
        ConfigSchemas schemas = new ConfigSchemas();
        Dialect dialect = Dialect.builder(Dialects.getDraft202012())
                .keyword(new NonValidationKeyword(EXPECTED))
                .build();
        SchemaRegistry registry = SchemaRegistry.withDialect(dialect);
        for (Kind kind : Kind.values()) {
            try (InputStream resource = ConfigSchemas.class.getResourceAsStream(FOLDER + name(kind) + ".json")) {
                String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
                JsonNode tree = Json.config().readTree(text);
                schemas.known.put(kind, new Known(text, tree, registry.getSchema(tree)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return schemas;
    }

    @Override
    public List<String> names() {
        return Arrays.stream(Kind.values()).map(ConfigSchemas::name).toList();
    }

    @Override
    public Optional<String> text(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> name.equals(name(kind)) || name.equals(name(kind) + ".json"))
                .map(kind -> known.get(kind).text())
                .findFirst();
    }

    Schema schema(Kind kind) {
        return known.get(kind).schema();
    }

    /** The schema as a document. */
    JsonNode tree(Kind kind) {
        return known.get(kind).tree();
    }

    private static String name(Kind kind) {
        return kind.word() + "-v1";
    }
}
