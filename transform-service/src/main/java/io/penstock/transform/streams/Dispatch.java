package io.penstock.transform.streams;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.transform.core.Classification;
import io.penstock.transform.core.Classified;
import io.penstock.transform.core.Identifier;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.Tally;
import io.penstock.transform.wire.JsonValues;
import java.util.List;
import java.util.Optional;

/** Classifies a record whose address is known and hands its calls to delivery. One per task and processor. */
final class Dispatch {
    private final Outputs outputs;
    private final SideStore sides;
    private final Merges merges;
    private final Tally tally;

    Dispatch(Outputs outputs, SideStore sides, Merges merges, Tally tally) {
        this.outputs = outputs;
        this.sides = sides;
        this.merges = merges;
        this.tally = tally;
    }

    /** The record's calls, or its dead letter. */
    void send(
            String profileId,
            ShapedV1 shaped,
            Pipeline pipeline,
            Optional<Identifier> address,
            List<IdentifierV1> known) {
        Classified classified = shaped.calls() != null
                ? Addressing.calls(shaped)
                : Classification.of(
                        pipeline.emits(),
                        JsonValues.struct(shaped.values()),
                        shaped.asOf(),
                        emit -> sides.find(profileId, pipeline.name(), emit));
        switch (classified) {
            case Classified.Refused refused ->
                outputs.dead(
                        profileId, shaped, refused.refusal().code(), category(refused.refusal()), refused.reason());
            case Classified.Calls calls -> {
                calls.sides().forEach((emit, side) -> sides.put(profileId, pipeline.name(), emit, side));
                tally.crossings(pipeline.name(), calls.fired());
                calls.calls().forEach(call -> {
                    DeliveryV1 delivery = Deliveries.of(
                            profileId, shaped, pipeline, call, Addressing.of(call, pipeline, address), known);
                    outputs.delivery(delivery);
                    merges.called(delivery);
                    tally.delivery(pipeline.name(), call.kind());
                });
            }
        }
    }

    private static Category category(Classified.Refusal refusal) {
        return switch (refusal) {
            case RESERVED_NAME, CALL_INVALID -> Category.CONFIGURATION;
            case VALUE_MISMATCH -> Category.SOURCE_DATA;
        };
    }
}
