package io.penstock.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * The two dialects of JSON in this house: {@link #wire()} on topics, {@link #config()} in configuration files.
 *
 * <p>Both keep every number exactly as it was written: a decimal never passes through {@code double}, so
 * {@code 9007199254740993} and {@code 0.10} survive any number of hops. Unknown fields are ignored on the wire (a newer
 * producer may add some) and refused in configuration (a typo must not be silent). Thread-safe.
 */
public final class Json {
    private static final JsonMapper WIRE = base().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final JsonMapper CONFIG = base().build();

    private Json() {}

    /** Snake case, instants as ISO-8601 UTC text, absent instead of null, unknown fields ignored. */
    public static JsonMapper wire() {
        return WIRE;
    }

    /** Camel case as in the YAML files, durations as ISO-8601 ({@code PT5M}), unknown fields are an error. */
    public static JsonMapper config() {
        return CONFIG;
    }

    private static JsonMapper.Builder base() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(InstantText.module())
                .nodeFactory(new JsonNodeFactory(true))
                // Jackson cannot read back a field's name in which it has written an emoji as two escapes
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
    }
}
