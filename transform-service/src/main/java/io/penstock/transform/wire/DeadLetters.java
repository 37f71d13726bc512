package io.penstock.transform.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Makes dead letters that keep the input whole. */
public final class DeadLetters {
    /** Encoding of a letter whose input does not fit into one record; its position says where it was. */
    public static final String OMITTED = "omitted";

    /** The broker takes records of 1 MiB; a text inside a JSON text grows by its quotes. */
    private static final int LONGEST_INPUT = 700_000;

    private DeadLetters() {}

    /**
     * Why a record was given up.
     *
     * @param reason for a person, without any value of the record
     */
    public record Cause(String stage, String code, Category category, String reason) {}

    /** Where the record stood; partition and offset are -1 if it is no longer known. */
    public record Position(String topic, int partition, long offset, String key) {}

    /** The pipeline version it was made under; unknown for a record that could not be read. */
    public record Origin(String pipeline, long configVersion) {
        /** Of a record that nobody can read. */
        public static final Origin UNKNOWN = new Origin(null, 0);
    }

    /** A letter about the bytes as they were read; base64 if they are no JSON. */
    public static DeadLetterV1 of(Cause cause, Position position, Origin origin, byte[] input, Instant at) {
        if (input == null) {
            return letter(cause, position, origin, "", OMITTED, at);
        }
        return isJson(input)
                ? of(cause, position, origin, new String(input, StandardCharsets.UTF_8), at)
                : fitting(cause, position, origin, Base64.getEncoder().encodeToString(input), "base64", at);
    }

    /** A letter about a wire record. */
    public static DeadLetterV1 of(Cause cause, Position position, Origin origin, Record input, Instant at) {
        try {
            return of(cause, position, origin, Json.wire().writeValueAsString(input), at);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a wire record can always be written: " + input.getClass(), e);
        }
    }

    private static DeadLetterV1 of(Cause cause, Position position, Origin origin, String json, Instant at) {
        return fitting(cause, position, origin, json, "json", at);
    }

    private static DeadLetterV1 fitting(
            Cause cause, Position position, Origin origin, String input, String encoding, Instant at) {
        return input.length() > LONGEST_INPUT
                ? letter(cause, position, origin, "", OMITTED, at)
                : letter(cause, position, origin, input, encoding, at);
    }

    private static DeadLetterV1 letter(
            Cause cause, Position position, Origin origin, String input, String encoding, Instant at) {
        return new DeadLetterV1(
                cause.stage(),
                cause.code(),
                cause.category(),
                cause.reason(),
                position.topic(),
                position.partition(),
                position.offset(),
                position.key(),
                input,
                encoding,
                origin.pipeline(),
                origin.configVersion(),
                at);
    }

    private static boolean isJson(byte[] input) {
        try {
            return Json.wire().readTree(input) != null;
        } catch (IOException e) {
            return false;
        }
    }
}
