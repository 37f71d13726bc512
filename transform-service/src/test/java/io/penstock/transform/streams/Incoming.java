package io.penstock.transform.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ShapedV1;
import java.util.List;
import java.util.Map;

/** What comes in to the {@link Stage}: records of rows, states of profiles, outcomes of calls. */
final class Incoming {
    private Incoming() {}

    /** One scored row of a person, {@code seconds} after the start. */
    static ShapedV1 scored(String profileId, long seconds, String score, IdentifierV1... identifiers) {
        return row(
                Stage.PIPELINE,
                3,
                profileId,
                seconds,
                json("{\"score\":" + score + ",\"tier\":\"free\"}"),
                null,
                identifiers);
    }

    static ShapedV1 row(
            String pipeline,
            long version,
            String profileId,
            long seconds,
            ObjectNode values,
            List<ObjectNode> calls,
            IdentifierV1... identifiers) {
        return new ShapedV1(
                "main",
                pipeline,
                version,
                pipeline + "/cust_42/v" + seconds,
                "cust_42",
                "v" + seconds,
                new PositionV1("main.ml_outputs.upgrade_scores", 5, 4, Stage.START.plusSeconds(seconds)),
                Stage.START.plusSeconds(seconds),
                profileId,
                List.of(identifiers),
                seconds,
                values,
                calls,
                List.of());
    }

    /** The record, which made these profiles part of its person. */
    static ShapedV1 absorbing(ShapedV1 record, String... absorbed) {
        return copy(record, record.rowKey(), record.profileId(), List.of(absorbed), record.operation());
    }

    /** What is left of a record of which nothing comes but a merge. */
    static ShapedV1 marker(String profileId, long seconds, String... absorbed) {
        return absorbing(row("contacts", 1, profileId, seconds, null, null), absorbed);
    }

    /** The record, as one of this row. */
    static ShapedV1 ofRow(String rowKey, ShapedV1 record) {
        return copy(record, rowKey, record.profileId(), record.absorbed(), record.operation());
    }

    /** The record, as one of this profile; of a row that is there. */
    static ShapedV1 ofProfile(String profileId, ShapedV1 record) {
        return copy(record, record.rowKey(), profileId, record.absorbed(), null);
    }

    /** The record, of a row to which this was done. */
    static ShapedV1 after(Operation operation, ShapedV1 record) {
        return copy(record, record.rowKey(), record.profileId(), record.absorbed(), operation);
    }

    private static ShapedV1 copy(
            ShapedV1 record, String rowKey, String profileId, List<String> absorbed, Operation operation) {
        return new ShapedV1(
                record.workspace(),
                record.pipeline(),
                record.configVersion(),
                record.recordId(),
                rowKey,
                record.rowVersion(),
                record.position(),
                record.asOf(),
                profileId,
                record.identifiers(),
                record.logOffset(),
                record.values(),
                record.calls(),
                absorbed,
                operation);
    }

    static IdentifierV1 mail(String address) {
        return new IdentifierV1("email", address);
    }

    static ObjectNode json(String text) {
        try {
            return Json.wire().readValue(text, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The state of a profile that is one of {@code mergedInto} by now; of its own if that is null. */
    static ProfileV1 state(
            String profileId, long version, String mergedInto, List<String> mergedFrom, IdentifierV1... identifiers) {
        return new ProfileV1(
                "main",
                profileId,
                mergedInto == null ? ProfileV1.Status.ACTIVE : ProfileV1.Status.MERGED,
                version,
                version,
                Stage.START,
                Stage.START,
                List.of(identifiers).stream()
                        .map(known ->
                                new ProfileV1.Known(known.type(), known.value(), null, Stage.START, Stage.START, "crm"))
                        .toList(),
                Map.of(),
                null,
                null,
                mergedFrom,
                mergedInto,
                null);
    }

    /** What became of a call. */
    static OutcomeV1 outcome(DeliveryV1 delivery, OutcomeV1.Status status, String code) {
        return OutcomeV1.of(delivery, status, code, Category.NONE, List.of(), 1, 0, Stage.START, Stage.START);
    }
}
