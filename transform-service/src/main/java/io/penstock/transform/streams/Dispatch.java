package io.penstock.transform.streams;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.ShapedV1;
import io.penstock.transform.core.Call;
import io.penstock.transform.core.Classification;
import io.penstock.transform.core.Classified;
import io.penstock.transform.core.Fitness;
import io.penstock.transform.core.Identifier;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.Row;
import io.penstock.transform.core.Tally;
import io.penstock.transform.wire.JsonValues;
import java.util.List;
import java.util.Optional;

/** Classifies a record whose address is known and hands its calls to delivery. One per task and processor. */
final class Dispatch {
    private final Outputs outputs;
    private final SideStore sides;
    private final RuleMemory memory;
    private final Merges merges;
    private final Tally tally;

    Dispatch(Outputs outputs, SideStore sides, RuleMemory memory, Merges merges, Tally tally) {
        this.outputs = outputs;
        this.sides = sides;
        this.memory = memory;
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
                        row(shaped),
                        emit -> sides.find(profileId, pipeline.name(), emit),
                        memory.of(profileId, pipeline.name()));
        switch (fit(classified, pipeline, address)) {
            case Classified.Refused refused ->
                outputs.dead(
                        profileId, shaped, refused.refusal().code(), category(refused.refusal()), refused.reason());
            case Classified.Calls calls -> {
                calls.sides().forEach((emit, side) -> sides.put(profileId, pipeline.name(), emit, side));
                calls.notes().forEach((place, note) -> memory.put(profileId, pipeline.name(), place, note));
                tally.crossings(pipeline.name(), calls.fired());
                calls.calls().forEach(call -> {
                    DeliveryV1 delivery = Deliveries.of(
                            profileId, shaped, pipeline, call, Addressing.of(call, pipeline, address), known);
                    outputs.delivery(delivery);
                    merges.called(delivery);
                    if (call.kind() == Call.Kind.DELETE) {
                        memory.takeAll(profileId); // a person who comes back belongs to nothing there
                    }
                    tally.delivery(pipeline.name(), call.kind());
                });
            }
        }
    }

    /** Also the address: what cannot be one at the destination is the row's fault, not the destination's. */
    private static Classified fit(Classified classified, Pipeline pipeline, Optional<Identifier> address) {
        if (!(classified instanceof Classified.Calls calls)) {
            return classified;
        }
        return calls.calls().stream()
                .flatMap(call -> Addressing.of(call, pipeline, address).stream())
                .distinct()
                .flatMap(known -> Fitness.address(known).stream())
                .<Classified>map(refused -> refused)
                .findFirst()
                .orElseGet(() -> Fitness.of(calls, pipeline.emits(), pipeline.leniency()));
    }

    private static Row row(ShapedV1 shaped) {
        return new Row(
                shaped.rowKey(),
                JsonValues.struct(shaped.values()),
                shaped.asOf(),
                shaped.operation() == Operation.DELETE);
    }

    private static Category category(Classified.Refusal refusal) {
        return switch (refusal) {
            case RESERVED_NAME, CALL_INVALID -> Category.CONFIGURATION;
            case VALUE_MISMATCH, UNFIT -> Category.SOURCE_DATA;
        };
    }
}
