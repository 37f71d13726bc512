package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityCommandV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.IdentitySettledV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.Json;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topics;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The contract's records that carry another record, written and read around its bytes. What is on the topic is the
 * contract's JSON.
 */
final class Frames {
    private static final PlainFrames PLAIN = new PlainFrames();

    private Frames() {}

    /** {@link IdentityLogEntryV1}, whose record is {@code record} and null in {@code entry}. */
    record Logged(IdentityLogEntryV1 entry, RawRecord record) {}

    /** {@link IdentityChangeV1}, likewise. */
    record Changed(IdentityChangeV1 change, RawRecord record) {}

    /** {@link ResolvedV1}, likewise. */
    record Resolved(ResolvedV1 resolved, RawRecord record) {}

    /** For topics whose values say what their keys do. */
    static Deserializer<String> noKeys() {
        return (topic, bytes) -> null;
    }

    static Deserializer<RawRecord> records() {
        return (topic, bytes) ->
                bytes == null ? null : PLAIN.record(bytes).orElseGet(() -> RawRecord.read(topic, bytes));
    }

    static Serializer<Logged> writesLog() {
        return (topic, logged) -> logged.entry().kind() == IdentityLogEntryV1.Kind.OBSERVE
                ? WireJson.observed(logged.entry(), logged.record())
                : Topics.IDENTITY_LOG.valueSerde().serializer().serialize(topic, logged.entry());
    }

    static Serializer<Changed> writesChanges() {
        return (topic, changed) -> WireJson.changed(changed.change(), changed.record());
    }

    static Serializer<Resolved> writesResolved() {
        return (topic, resolved) -> WireJson.resolved(resolved.resolved(), resolved.record());
    }

    /** Of profiles what is public; null for one that is forgotten. */
    static Serializer<OwnedProfile> writesProfiles() {
        return (topic, profile) -> profile == null ? null : WireJson.profile(profile);
    }

    static Serializer<IdentitySettledV1> writesSettled() {
        return (topic, answer) -> WireJson.settled(answer);
    }

    static Serializer<DecisionV1> writesDecisions() {
        return (topic, decision) -> DecisionJson.of(decision);
    }

    static Deserializer<Logged> readsLog() {
        return (topic, bytes) ->
                bytes == null ? null : PLAIN.logged(bytes).orElseGet(() -> read(topic, bytes, Frames::logged));
    }

    static Deserializer<Changed> readsChanges() {
        return (topic, bytes) ->
                bytes == null ? null : PLAIN.changed(bytes).orElseGet(() -> read(topic, bytes, Frames::changed));
    }

    static Deserializer<IdentitySettledV1> readsSettled() {
        return (topic, bytes) -> bytes == null
                ? null
                : PLAIN.settled(bytes).orElseGet(() -> read(topic, bytes, (parser, _) -> WireParts.settled(parser)));
    }

    private interface Reader<T> {
        T read(JsonParser parser, byte[] bytes) throws IOException;
    }

    private static <T> T read(String topic, byte[] bytes, Reader<T> reader) {
        try (JsonParser parser = Json.wire().createParser(bytes)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                return reader.read(parser, bytes);
            }
        } catch (IOException | DateTimeParseException | IllegalArgumentException e) {
            throw RawRecord.unreadable(topic, bytes);
        }
        throw RawRecord.unreadable(topic, bytes);
    }

    private static Logged logged(JsonParser parser, byte[] bytes) throws IOException {
        String workspace = null;
        IdentityLogEntryV1.Kind kind = null;
        RawRecord record = null;
        ObjectNode identity = null;
        long configVersion = 0;
        IdentityCommandV1 command = null;
        IdentityLogEntryV1.Origin origin = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "workspace" -> workspace = parser.getText();
                case "kind" -> kind = IdentityLogEntryV1.Kind.valueOf(parser.getText());
                case "record" -> record = RawRecord.read(parser, bytes);
                case "identity" -> identity = parser.readValueAsTree();
                case "config_version" -> configVersion = parser.getLongValue();
                case "command" -> command = Json.wire().readValue(parser, IdentityCommandV1.class);
                case "origin" -> origin = WireParts.origin(parser);
                default -> parser.skipChildren();
            }
        }
        if (workspace == null || kind == null) {
            throw new IOException("no kind");
        }
        return new Logged(
                new IdentityLogEntryV1(workspace, kind, null, identity, configVersion, command, origin), record);
    }

    private static Changed changed(JsonParser parser, byte[] bytes) throws IOException {
        ChangeReading reading = new ChangeReading();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                reading.take(field, parser, bytes);
            }
        }
        return reading.changed();
    }

    private static final class ChangeReading {
        private String workspace;
        private String profileId;
        private IdentityChangeV1.Kind kind;
        private List<ProfileV1.Known> identifiers = List.of();
        private long epoch;
        private long logOffset;
        private Instant createdAt;
        private String decisionId;
        private RawRecord record;
        private String mergedInto;
        private List<String> absorbed = List.of();
        private String splitInto;
        private List<IdentifierV1> moved = List.of();
        private List<String> mergedFrom = List.of();
        private IdentifierV1 by;
        private IdentityLogEntryV1.Origin bypassed;

        void take(String field, JsonParser parser, byte[] bytes) throws IOException {
            switch (field) {
                case "workspace" -> workspace = parser.getText();
                case "profile_id" -> profileId = parser.getText();
                case "kind" -> kind = IdentityChangeV1.Kind.valueOf(parser.getText());
                case "identifiers" -> identifiers = WireParts.list(parser, WireParts::known);
                case "epoch" -> epoch = parser.getLongValue();
                case "log_offset" -> logOffset = parser.getLongValue();
                case "created_at" -> createdAt = InstantText.parse(parser.getText());
                case "decision_id" -> decisionId = parser.getText();
                case "record" -> record = RawRecord.readForTraits(parser, bytes);
                case "merged_into" -> mergedInto = parser.getText();
                case "absorbed" -> absorbed = WireParts.list(parser, WireParts::text);
                case "split_into" -> splitInto = parser.getText();
                case "moved" -> moved = WireParts.list(parser, WireParts::identifier);
                case "merged_from" -> mergedFrom = WireParts.list(parser, WireParts::text);
                case "by" -> by = WireParts.identifier(parser);
                case "bypassed" -> bypassed = WireParts.origin(parser);
                default -> parser.skipChildren();
            }
        }

        Changed changed() throws IOException {
            if (workspace == null || profileId == null || kind == null) {
                throw new IOException("no profile");
            }
            return new Changed(
                    new IdentityChangeV1(
                            workspace,
                            profileId,
                            kind,
                            identifiers,
                            epoch,
                            logOffset,
                            createdAt,
                            decisionId,
                            null,
                            mergedInto,
                            absorbed,
                            splitInto,
                            moved,
                            mergedFrom,
                            by,
                            bypassed),
                    record);
        }
    }
}
