package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
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
import java.util.SequencedSet;

/** Writes a call as a delivery of the contract. */
final class Deliveries {
    private Deliveries() {}

    /**
     * The delivery. Everything in it comes from its arguments, so the same record gives the same delivery.
     *
     * @param profileId the survivor, whatever profile the record was made on
     */
    static DeliveryV1 of(
            String profileId,
            ShapedV1 shaped,
            Pipeline pipeline,
            Call call,
            Identifier address,
            List<IdentifierV1> identifiers) {
        return new DeliveryV1(
                shaped.workspace(),
                DeliveryId.of(shaped.pipeline(), call.emit(), shaped.rowKey(), shaped.rowVersion(), shaped.asOf()),
                switch (call.kind()) {
                    case IDENTIFY -> DeliveryV1.Kind.IDENTIFY;
                    case TRACK -> DeliveryV1.Kind.TRACK;
                },
                shaped.pipeline(),
                shaped.configVersion(),
                call.emit(),
                pipeline.destination().orElseThrow(),
                profileId,
                new IdentifierV1(address.type(), address.value()),
                null,
                null,
                identifiers,
                call.event().orElse(null),
                JsonValues.object(call.body()),
                call.unset(),
                shaped.asOf(),
                shaped.recordId(),
                shaped.rowKey(),
                shaped.position());
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
