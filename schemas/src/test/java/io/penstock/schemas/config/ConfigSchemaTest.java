package io.penstock.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON Schemas of the files against the classes that the services read them into. */
class ConfigSchemaTest {
    private static final Map<Class<?>, String> SCALARS = Map.of(
            Integer.class, "integer",
            BigDecimal.class, "number",
            Boolean.class, "boolean",
            boolean.class, "boolean");

    /** A kind of file and the class of its spec. */
    record Kind(String name, Class<?> spec) {
        JsonNode schema() throws IOException {
            try (InputStream text =
                    Kind.class.getResourceAsStream("/io/penstock/schemas/config/" + name + "-v1.json")) {
                return Json.config().readTree(text);
            }
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("project", ProjectSpec.class),
                new Kind("connection", ConnectionSpec.class),
                new Kind("identity", IdentitySpec.class),
                new Kind("pipeline", PipelineSpec.class));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void hasExactlyTheKeysTypesAndWordsOfTheJavaClass(Kind kind) throws IOException {
        JsonNode schema = kind.schema();
        List<String> differences = new ArrayList<>();

        compare(schema, schema.at("/properties/spec"), Json.config().constructType(kind.spec()), "spec", differences);

        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void explainsEveryKeyToAnEditor(Kind kind) throws IOException {
        List<String> mute = new ArrayList<>();

        collectMute(kind.schema(), "", mute);

        assertThat(mute).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isAJsonSchemaItself(Kind kind) throws IOException {
        var draft = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(draft.validate(kind.schema())).isEmpty();
        assertThat(kind.schema().at("/properties/kind/const").textValue()).isEqualToIgnoringCase(kind.name());
    }

    private static void compare(JsonNode root, JsonNode rule, JavaType type, String at, List<String> differences) {
        JsonNode schema =
                rule.has("$ref") ? root.at(rule.get("$ref").textValue().substring(1)) : rule;
        Class<?> raw = type.getRawClass();
        if (type.isCollectionLikeType()) {
            expect("array", schema, at, differences);
            compare(root, schema.path("items"), type.getContentType(), at + "[]", differences);
        } else if (type.isMapLikeType()) {
            expect("object", schema, at, differences);
            compare(root, schema.path("additionalProperties"), type.getContentType(), at + ".*", differences);
        } else if (type.isEnumType()) {
            List<String> words = Arrays.stream(raw.getEnumConstants())
                    .map(constant -> Json.config().valueToTree(constant).textValue())
                    .toList();
            List<String> allowed = new ArrayList<>();
            schema.path("enum").forEach(word -> allowed.add(word.textValue()));
            if (!words.equals(allowed)) {
                differences.add(at + ": class has " + words + ", schema has " + allowed);
            }
        } else if (raw.isRecord()) {
            expect("object", schema, at, differences);
            compareKeys(root, schema, type, at, differences);
        } else if (!JsonNode.class.isAssignableFrom(raw)) {
            expect(SCALARS.getOrDefault(raw, "string"), schema, at, differences);
        }
    }

    private static void compareKeys(
            JsonNode root, JsonNode schema, JavaType type, String at, List<String> differences) {
        List<BeanPropertyDefinition> fields =
                Json.config().getDeserializationConfig().introspect(type).findProperties();
        List<String> names = new ArrayList<>();
        for (BeanPropertyDefinition field : fields) {
            names.add(field.getName());
            compare(
                    root,
                    schema.path("properties").path(field.getName()),
                    field.getPrimaryType(),
                    at + "." + field.getName(),
                    differences);
        }
        List<String> keys = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(keys::add);
        if (!keys.equals(names)) {
            differences.add(at + ": class has " + names + ", schema has " + keys);
        }
        if (schema.path("additionalProperties").asBoolean(true)) {
            differences.add(at + ": unknown keys are not an error");
        }
    }

    private static void expect(String wanted, JsonNode schema, String at, List<String> differences) {
        List<String> types = new ArrayList<>(List.of(schema.path("type").asText()));
        schema.path("type").forEach(type -> types.add(type.textValue()));
        if (!types.contains(wanted)) {
            differences.add(at + ": class wants " + wanted + ", schema has " + schema.path("type"));
        }
    }

    private static void collectMute(JsonNode schema, String at, List<String> mute) {
        schema.path("properties").properties().forEach(key -> {
            if (!key.getValue().has("description")) {
                mute.add(at + "/" + key.getKey());
            }
            collectMute(key.getValue(), at + "/" + key.getKey(), mute);
        });
        schema.path("$defs").properties().forEach(def -> collectMute(def.getValue(), at + "/" + def.getKey(), mute));
        schema.path("allOf").forEach(rule -> collectMute(rule.path("then"), at + "/then", mute));
        collectMuteItem(schema.path("items"), at + "[]", mute);
        collectMuteItem(schema.path("additionalProperties"), at + ".*", mute);
    }

    private static void collectMuteItem(JsonNode schema, String at, List<String> mute) {
        if (schema.isObject()) {
            if (!schema.has("description")) {
                mute.add(at);
            }
            collectMute(schema, at, mute);
        }
    }
}
