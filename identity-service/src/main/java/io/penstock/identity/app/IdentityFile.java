package io.penstock.identity.app;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.streams.IdentitySpecs;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.IdentitySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An {@code identity.yaml}. Checked as far as this service can: form, names and whether its rules can be; all mistakes
 * at once are {@code penstock validate}'s business.
 *
 * @param name of its metadata, which is the workspace's
 */
record IdentityFile(String name, Rules rules) {
    /** The file as written. */
    private record Envelope(String apiVersion, String kind, Metadata metadata, IdentitySpec spec) {}

    private record Metadata(String name) {}

    /** @throws PlanFailedException {@code file:line:column: what is wrong} for the first mistake */
    static IdentityFile read(Path file) {
        String text = text(file);
        try {
            JsonNode types = tree(text).path("spec").path("types");
            if (!types.isObject() || types.isEmpty()) {
                throw new PlanFailedException(file + ":1:1: expected kind: Identity with spec.types, found none");
            }
            Envelope envelope = envelope(text);
            if (!"Identity".equals(envelope.kind()) || !"penstock/v1".equals(envelope.apiVersion())) {
                throw new PlanFailedException(file + ":1:1: expected apiVersion: penstock/v1 and kind: Identity");
            }
            return new IdentityFile(
                    envelope.metadata() == null ? null : envelope.metadata().name(),
                    IdentitySpecs.rules(envelope.spec()));
        } catch (JsonProcessingException e) {
            throw new PlanFailedException(file + place(text, e) + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse("not readable"));
        } catch (IOException e) {
            throw new PlanFailedException(file + " cannot be read");
        } catch (IllegalArgumentException e) {
            throw new PlanFailedException(file + ": spec: " + e.getMessage());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new PlanFailedException(file + " cannot be read");
        }
    }

    /** Of a wrong field where its name stands: the parser itself is past it when somebody notices. */
    private static String place(String text, JsonProcessingException wrong) {
        JsonLocation at = wrong.getLocation();
        if (wrong instanceof JsonMappingException mapping) {
            StringBuilder pointer = new StringBuilder();
            mapping.getPath()
                    .forEach(step -> pointer.append('/')
                            .append(
                                    step.getFieldName() == null
                                            ? String.valueOf(step.getIndex())
                                            : step.getFieldName()));
            at = location(text, pointer.toString()).orElse(at);
        }
        return at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
    }

    private static Optional<JsonLocation> location(String text, String pointer) {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.getParsingContext().pathAsPointer().toString().equals(pointer)) {
                    return Optional.of(parser.currentTokenLocation());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static JsonNode tree(String text) throws IOException {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            JsonNode tree = Json.config().readTree(parser);
            return tree == null ? Json.config().missingNode() : tree;
        }
    }

    private static Envelope envelope(String text) throws IOException {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            return Json.config().readerFor(Envelope.class).readValue(parser);
        }
    }
}
