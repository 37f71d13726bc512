package io.penstock.schemas;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import java.time.Instant;

/** Derives the JSON Schema of a wire type from its record. */
final class WireSchemas {
    private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE_CASE =
            new PropertyNamingStrategies.SnakeCaseStrategy();
    private static final SchemaGenerator GENERATOR =
            generator(SchemaVersion.DRAFT_2020_12, Option.DEFINITIONS_FOR_ALL_OBJECTS);

    private WireSchemas() {}

    /** The schema; other fields than the named ones are allowed, absent ones are null. */
    static ObjectNode of(Class<?> type) {
        ObjectNode generated = GENERATOR.generateSchema(type);
        ObjectNode schema = Json.config().createObjectNode();
        schema.set("$schema", generated.remove("$schema"));
        schema.put("$id", "urn:penstock:schema:wire:" + type.getSimpleName());
        schema.put("title", type.getSimpleName());
        schema.setAll(generated);
        return schema;
    }

    /** A generator for the wire's names and instants. */
    static SchemaGenerator generator(SchemaVersion version, Option first, Option... more) {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        Json.wire(), version, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule())
                .with(first, more);
        builder.forFields()
                .withPropertyNameOverrideResolver(field -> SNAKE_CASE.translate(field.getDeclaredName()))
                .withRequiredCheck(field -> field.getType().isPrimitive());
        builder.forTypesInGeneral()
                .withPropertySorter((one, other) -> 0)
                .withCustomDefinitionProvider(WireSchemas::opaque);
        return new SchemaGenerator(builder.build());
    }

    /** Types whose inside the contract leaves open, and instants, which are text. */
    private static CustomDefinition opaque(ResolvedType type, SchemaGenerationContext context) {
        ObjectNode node = context.getGeneratorConfig().createObjectNode();
        Class<?> raw = type.getErasedType();
        if (raw == Instant.class) {
            return new CustomDefinition(node.put("type", "string").put("format", "date-time"), true);
        } else if (raw == ObjectNode.class) {
            return new CustomDefinition(node.put("type", "object"), true);
        } else if (raw == JsonNode.class) {
            return new CustomDefinition(node, true);
        }
        return null;
    }
}
