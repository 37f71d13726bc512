package io.penstock.delivery.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import java.time.Instant;
import java.util.List;

/** Outcomes and dead letters for tests. Times are minutes after the start of a day. */
final class Outcomes {
    static final Instant DAY = Instant.parse("2026-11-28T00:00:00Z");

    private Outcomes() {}

    static Instant minute(int minute) {
        return DAY.plusSeconds(60L * minute);
    }

    static OutcomeV1 accepted(String id, String person, int minute) {
        return outcome(id, person, "upgrade-likelihood", OutcomeV1.Status.ACCEPTED, "ok", minute);
    }

    static OutcomeV1 rejected(String id, String person, int minute) {
        return outcome(id, person, "upgrade-likelihood", OutcomeV1.Status.REJECTED, "item_invalid", minute);
    }

    static OutcomeV1 outcome(
            String id, String person, String pipeline, OutcomeV1.Status status, String code, int minute) {
        return outcome(id, person, pipeline, status, code, minute(minute));
    }

    static OutcomeV1 outcome(
            String id, String person, String pipeline, OutcomeV1.Status status, String code, Instant at) {
        return new OutcomeV1(
                "acme",
                id,
                DeliveryV1.Kind.IDENTIFY,
                pipeline,
                3,
                "identify",
                "customerio-prod",
                "prf_" + person,
                new IdentifierV1("email", person + "@example.org"),
                null,
                null,
                status,
                code,
                status == OutcomeV1.Status.ACCEPTED ? Category.NONE : Category.DESTINATION_REJECTED,
                status == OutcomeV1.Status.ACCEPTED
                        ? List.of()
                        : List.of("invalid attributes.bio: '" + person + "' of " + person + "@example.org is no bio"),
                1,
                0,
                at,
                at,
                at,
                "record-" + id,
                "row-" + person,
                null);
    }

    static DeliveryV1 delivery(String id, DeliveryV1.Kind kind, String person, int minute) {
        return new DeliveryV1(
                "acme",
                id,
                kind,
                "upgrade-likelihood",
                3,
                "identify",
                "customerio-prod",
                "prf_" + person,
                new IdentifierV1("email", person + "@example.org"),
                null,
                null,
                List.of(),
                kind == DeliveryV1.Kind.TRACK ? "e" : null,
                Json.wire().createObjectNode().put("bio", "secret"),
                List.of(),
                minute(minute),
                "record-" + id,
                "row-" + person,
                null);
    }

    /** A delivery that names neither a person nor a thing. */
    static DeliveryV1 nobody(String id) {
        DeliveryV1 of = delivery(id, DeliveryV1.Kind.IDENTIFY, "nobody", 1);
        return new DeliveryV1(
                of.workspace(),
                id,
                of.kind(),
                of.pipeline(),
                of.configVersion(),
                of.emit(),
                of.destination(),
                null,
                null,
                null,
                null,
                of.identifiers(),
                of.event(),
                of.body(),
                of.unset(),
                of.asOf(),
                of.recordId(),
                of.rowKey(),
                of.position());
    }

    /** The dead letter of a delivery that lay at that offset of its topic. */
    static DeadLetterV1 letter(DeliveryV1 delivery, long offset) {
        return letter("delivery", "item_invalid", Topics.DELIVERIES.name(), offset, text(delivery), delivery.asOf());
    }

    static DeadLetterV1 letter(String stage, String code, String topic, long offset, String input, Instant at) {
        return new DeadLetterV1(
                stage,
                code,
                Category.DESTINATION_REJECTED,
                "the destination refused the call",
                topic,
                1,
                offset,
                "key",
                input,
                "json",
                "upgrade-likelihood",
                3,
                at);
    }

    static String text(Object record) {
        try {
            return Json.wire().writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
