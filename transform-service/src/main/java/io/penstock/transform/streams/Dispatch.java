package io.penstock.transform.streams;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.ShapedV1;
import io.penstock.transform.core.Call;
import io.penstock.transform.core.Classification;
import io.penstock.transform.core.Classified;
import io.penstock.transform.core.Crossing;
import io.penstock.transform.core.Fitness;
import io.penstock.transform.core.Identifier;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.Row;
import io.penstock.transform.core.Tally;
import io.penstock.transform.wire.JsonValues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Classifies a record whose address is known and hands its calls to delivery. One per task and processor. */
final class Dispatch {
    private final Outputs outputs;
    private final SideStore sides;
    private final RuleMemory memory;
    private final Merges merges;
    private final Ledger ledger;
    private final Tally tally;

    Dispatch(Outputs outputs, SideStore sides, RuleMemory memory, Merges merges, Ledger ledger, Tally tally) {
        this.ledger = ledger;
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
                calls.ripe().forEach((emit, ripe) -> stayed(profileId, pipeline.name(), emit, ripe, address, known));
                calls.sides().forEach((emit, side) -> sides.put(profileId, pipeline.name(), emit, side));
                calls.notes().forEach((place, note) -> memory.put(profileId, pipeline.name(), place, note));
                tally.crossings(pipeline.name(), calls.fired());
                calls.begun().forEach(stay -> begin(profileId, shaped, pipeline, stay, address, known));
                deliver(profileId, shaped, pipeline, calls.calls(), address, known);
            }
        }
    }

    /** Also the address: what cannot be one at the destination is the row's fault, not the destination's. */
    private static Classified fit(Classified classified, Pipeline pipeline, Optional<Identifier> address) {
        if (!(classified instanceof Classified.Calls calls)) {
            return classified;
        }
        for (Call call : calls.calls()) {
            Optional<Classified.Refused> refused = unfit(call, pipeline, address);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        for (Classified.Stay stay : calls.begun()) {
            Optional<Classified.Refused> refused = unfit(stay.call(), pipeline, address);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        return Fitness.of(calls, pipeline.emits(), pipeline.leniency());
    }

    private static Optional<Classified.Refused> unfit(Call call, Pipeline pipeline, Optional<Identifier> address) {
        return Addressing.of(call, pipeline, address).flatMap(Fitness::address);
    }

    private static Row row(ShapedV1 shaped) {
        return new Row(
                shaped.rowKey(),
                JsonValues.struct(shaped.values()),
                shaped.asOf(),
                shaped.operation() == Operation.DELETE,
                tableVersion(shaped));
    }

    /** A value has stayed long enough: its event is due, unless it is within the cool-down. */
    void stayed(
            String profileId,
            String pipeline,
            String emit,
            Crossing.Ripe ripe,
            Optional<Identifier> address,
            List<IdentifierV1> known) {
        sides.stays().take(profileId, pipeline, emit).filter(_ -> ripe.fires()).ifPresent(stay -> {
            DeliveryV1 event = Deliveries.to(
                    stay.delivery(),
                    profileId,
                    address.map(now -> new IdentifierV1(now.type(), now.value()))
                            .orElse(stay.delivery().address()),
                    known);
            outputs.delivery(event);
            merges.called(List.of(event));
            tally.crossings(pipeline, 1);
            tally.delivery(pipeline, Call.Kind.TRACK);
        });
        sides.put(profileId, pipeline, emit, ripe.side());
    }

    private void begin(
            String profileId,
            ShapedV1 shaped,
            Pipeline pipeline,
            Classified.Stay stay,
            Optional<Identifier> address,
            List<IdentifierV1> known) {
        DeliveryV1 event = Deliveries.of(
                profileId,
                shaped,
                pipeline,
                stay.call(),
                Addressing.of(stay.call(), pipeline, address),
                known,
                stay.due());
        Instant until = outputs.now().plus(Duration.between(shaped.asOf(), stay.due()));
        sides.stays().put(profileId, pipeline.name(), stay.emit(), new Stays.Stay(event, until));
    }

    private static OptionalLong tableVersion(ShapedV1 shaped) {
        if (shaped.position() == null) {
            return OptionalLong.empty();
        }
        long version = shaped.position().commitVersion() >= 0
                ? shaped.position().commitVersion()
                : shaped.position().tableVersion();
        return version < 0 ? OptionalLong.empty() : OptionalLong.of(version);
    }

    private void deliver(
            String profileId,
            ShapedV1 shaped,
            Pipeline pipeline,
            List<Call> calls,
            Optional<Identifier> address,
            List<IdentifierV1> known) {
        List<DeliveryV1> sent = new ArrayList<>(calls.size());
        int ordinal = 0;
        for (Call call : calls) {
            DeliveryV1 whole =
                    Deliveries.of(profileId, shaped, pipeline, call, Addressing.of(call, pipeline, address), known);
            Optional<DeliveryV1> owed = isCrossing(pipeline, call)
                    ? Optional.of(whole)
                    : switch (pipeline.ledger()) {
                        case ON -> ledger.owed(whole, shaped, pipeline, ordinal);
                        case OFF -> ledger.whole(whole, shaped, pipeline, ordinal);
                    };
            ordinal += call.kind() == Call.Kind.IDENTIFY || call.kind() == Call.Kind.OBJECT ? 1 : 0;
            if (owed.isPresent()) {
                sent.add(owed.get());
                outputs.delivery(owed.get());
                if (call.kind() == Call.Kind.DELETE) {
                    memory.takeAll(profileId); // a person who comes back belongs to nothing there
                    if (Addressing.isOwn(owed.get())) {
                        sides.endStays(profileId, owed.get().destination());
                    }
                }
                tally.delivery(pipeline.name(), call.kind());
            }
        }
        merges.called(sent);
        if (sent.isEmpty() && !calls.isEmpty()) {
            tally.ignored(pipeline.name(), Tally.Ignored.KNOWN);
        }
    }

    /** Its side says whether it is new, and better than a memory of rows. */
    private static boolean isCrossing(Pipeline pipeline, Call call) {
        return call.kind() == Call.Kind.TRACK && pipeline.crossing(call.emit()).isPresent();
    }

    private static Category category(Classified.Refusal refusal) {
        return switch (refusal) {
            case RESERVED_NAME, CALL_INVALID -> Category.CONFIGURATION;
            case VALUE_MISMATCH, UNFIT -> Category.SOURCE_DATA;
        };
    }
}
