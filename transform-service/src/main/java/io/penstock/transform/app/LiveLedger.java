package io.penstock.transform.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.schemas.Json;
import io.penstock.transform.core.ledger.AttributeValue;
import io.penstock.transform.core.ledger.Line;
import io.penstock.transform.core.ledger.Write;
import io.penstock.transform.http.Ledger;
import io.penstock.transform.http.LedgerDesk;
import io.penstock.transform.http.Merges;
import io.penstock.transform.streams.LedgerLookup;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Answers from the ledger of this process. */
@Singleton
final class LiveLedger implements LedgerDesk {
    private final ClassificationApp classification;

    LiveLedger(ClassificationApp classification) {
        this.classification = classification;
    }

    @Override
    public Ledger ledger(String profileId, Merges.Values values) {
        return switch (classification.ledger().find(profileId)) {
            case LedgerLookup.Answer.Here here ->
                new Ledger.Here(
                        profileId,
                        here.entries().stream()
                                .map(entry -> destination(entry, values))
                                .toList());
            case LedgerLookup.Answer.Alias alias -> new Ledger.Elsewhere(URI.create(path(alias.survivor(), values)));
            case LedgerLookup.Answer.Elsewhere elsewhere ->
                new Ledger.Elsewhere(
                        URI.create("http://" + elsewhere.host() + ":" + elsewhere.port() + path(profileId, values)));
            case LedgerLookup.Answer.Unavailable ignored -> new Ledger.Unavailable();
        };
    }

    private static Ledger.Destination destination(LedgerLookup.Entry entry, Merges.Values values) {
        return new Ledger.Destination(
                entry.destination(),
                new Merges.Address(
                        entry.address().type(), values.show(entry.address().value())),
                entry.page().lines().entrySet().stream()
                        .map(line -> attribute(line.getKey(), line.getValue(), values))
                        .toList());
    }

    private static Ledger.Attribute attribute(String name, Line line, Merges.Values values) {
        String state = line.doubtful() ? "doubtful" : line.pending().isEmpty() ? "acknowledged" : "pending";
        return new Ledger.Attribute(
                name,
                state,
                line.acknowledged().map(said -> value(said, values)).orElse(null),
                line.pending().stream().map(said -> value(said, values)).toList());
    }

    private static Ledger.Value value(Line.Said said, Merges.Values values) {
        Write write = said.write();
        AttributeValue value = said.value();
        return new Ledger.Value(
                value.isDigest() || value.equals(AttributeValue.GONE) ? null : shown(value.text(), values),
                value.isDigest() ? value.text().substring(1) : null,
                write.asOf(),
                said.at(),
                write.deliveryId(),
                write.pipeline(),
                values.show(write.rowKey()),
                write.source(),
                known(write.tableVersion()),
                known(write.commitVersion()));
    }

    private static Long known(long version) {
        return version < 0 ? null : version;
    }

    /** Numbers and truth values say little of a person; text may be an address, and a structure hold one. */
    private static JsonNode shown(String json, Merges.Values values) {
        try {
            JsonNode value = Json.wire().readTree(json);
            if (values == Merges.Values.REVEALED || value.isNumber() || value.isBoolean()) {
                return value;
            }
            return JsonNodeFactory.instance.textNode(value.isTextual() ? values.show(value.textValue()) : "***");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger holds something that is no JSON", e);
        }
    }

    private static String path(String profileId, Merges.Values values) {
        return "/v1/ledger/" + URLEncoder.encode(profileId, StandardCharsets.UTF_8)
                + (values == Merges.Values.REVEALED ? "?reveal=true" : "");
    }
}
