package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.TransformMergeV1.Merge;
import io.penstock.schemas.TransformMergeV1.Route;
import io.penstock.transform.core.Call;
import io.penstock.transform.core.DeliveryId;
import io.penstock.transform.core.Identifier;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.wire.JsonValues;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/** Writes a call as a delivery of the contract. */
final class Deliveries {
    private Deliveries() {}

    /**
     * The delivery. Everything in it comes from its arguments, so the same record gives the same delivery.
     *
     * @param profileId the survivor, whatever profile the record was made on
     * @param address empty for a call that is not about a person
     */
    static DeliveryV1 of(
            String profileId,
            ShapedV1 shaped,
            Pipeline pipeline,
            Call call,
            Optional<Identifier> address,
            List<IdentifierV1> identifiers) {
        return of(profileId, shaped, pipeline, call, address, identifiers, shaped.asOf());
    }

    /** The delivery of something that comes true later than the row. */
    static DeliveryV1 of(
            String profileId,
            ShapedV1 shaped,
            Pipeline pipeline,
            Call call,
            Optional<Identifier> address,
            List<IdentifierV1> identifiers,
            Instant asOf) {
        return new DeliveryV1(
                shaped.workspace(),
                DeliveryId.of(shaped.pipeline(), call.key(), shaped.rowKey(), shaped.rowVersion(), asOf),
                kind(call.kind()),
                shaped.pipeline(),
                shaped.configVersion(),
                call.emit(),
                pipeline.destination().orElseThrow(),
                profileId,
                address.map(known -> new IdentifierV1(known.type(), known.value()))
                        .orElse(null),
                null,
                call.object()
                        .map(object -> new ObjectRefV1(object.type(), object.id()))
                        .orElse(null),
                identifiers,
                call.event().orElse(null),
                JsonValues.object(call.body()),
                call.unset(),
                asOf,
                shaped.recordId(),
                shaped.rowKey(),
                shaped.position());
    }

    private static DeliveryV1.Kind kind(Call.Kind kind) {
        return switch (kind) {
            case IDENTIFY -> DeliveryV1.Kind.IDENTIFY;
            case TRACK -> DeliveryV1.Kind.TRACK;
            case PAGE -> DeliveryV1.Kind.PAGE;
            case SCREEN -> DeliveryV1.Kind.SCREEN;
            case DELETE -> DeliveryV1.Kind.DELETE;
            case OBJECT -> DeliveryV1.Kind.OBJECT;
            case DELETE_OBJECT -> DeliveryV1.Kind.DELETE_OBJECT;
            case RELATE -> DeliveryV1.Kind.RELATE;
            case UNRELATE -> DeliveryV1.Kind.UNRELATE;
        };
    }

    /** The delivery to where its person is now. */
    static DeliveryV1 to(DeliveryV1 delivery, String profileId, IdentifierV1 address, List<IdentifierV1> identifiers) {
        return new DeliveryV1(
                delivery.workspace(),
                delivery.deliveryId(),
                delivery.kind(),
                delivery.pipeline(),
                delivery.configVersion(),
                delivery.emit(),
                delivery.destination(),
                profileId,
                address,
                delivery.secondary(),
                delivery.object(),
                identifiers,
                delivery.event(),
                delivery.body(),
                delivery.unset(),
                delivery.asOf(),
                delivery.recordId(),
                delivery.rowKey(),
                delivery.position());
    }

    /** The merge call. */
    static DeliveryV1 merge(String profileId, Person person, Merge merge, MergeRoles.Roles roles) {
        return withoutRow(
                merge.id(),
                DeliveryV1.Kind.MERGE,
                "merge",
                merge.route(),
                profileId,
                roles.primary(),
                roles.secondary(),
                person.identifiers(),
                merge.mergedAt());
    }

    /** The end of an address; nothing else of the person is in it. */
    static DeliveryV1 erasure(
            String profileId, DeliveryV1.Kind kind, Route route, IdentifierV1 address, Instant erasedAt) {
        return withoutRow(
                DeliveryId.ofErasure(
                        route.destination(), profileId, new Identifier(address.type(), address.value()), erasedAt),
                kind,
                "erase",
                route,
                profileId,
                address,
                null,
                List.of(),
                erasedAt);
    }

    private static DeliveryV1 withoutRow(
            String id,
            DeliveryV1.Kind kind,
            String emit,
            Route route,
            String profileId,
            IdentifierV1 address,
            IdentifierV1 secondary,
            List<IdentifierV1> identifiers,
            Instant asOf) {
        return new DeliveryV1(
                route.workspace(),
                id,
                kind,
                route.pipeline(),
                route.configVersion(),
                emit,
                route.destination(),
                profileId,
                address,
                secondary,
                null,
                identifiers,
                null,
                null,
                List.of(),
                asOf,
                null,
                null,
                null);
    }

    /** What the record brought and what the profile knows, each once, the record's first. */
    static List<IdentifierV1> known(ShapedV1 shaped, Person person) {
        SequencedSet<IdentifierV1> known = new LinkedHashSet<>(shaped.identifiers());
        known.addAll(person.identifiers());
        return List.copyOf(known);
    }
}
