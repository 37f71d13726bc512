package io.penstock.transform.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.TransformMergeV1;
import io.penstock.schemas.TransformMergeV1.Heard;
import io.penstock.schemas.TransformMergeV1.Known;
import io.penstock.schemas.TransformMergeV1.Merge;
import io.penstock.transform.core.DeliveryId;
import io.penstock.transform.core.Identifier;
import java.time.Instant;
import java.util.List;

/** Messages between the tasks of an absorbed profile and its survivor: small ones, so that each fits its topic. */
final class MergePost {
    private final Outputs outputs;

    MergePost(Outputs outputs) {
        this.outputs = outputs;
    }

    /** An absorbed profile's address, before the survivor's task has decided about it. */
    static Merge merge(String absorbed, Presence presence, Presence.Place place, Instant mergedAt) {
        IdentifierV1 address = place.address();
        return new Merge(
                DeliveryId.ofMerge(
                        presence.route().destination(),
                        absorbed,
                        new Identifier(address.type(), address.value()),
                        mergedAt),
                presence.route(),
                absorbed,
                List.of(),
                address,
                place.accepted(),
                presence.owed(),
                null,
                mergedAt,
                null);
    }

    void merge(String to, String from, Merge merge) {
        send(to, from, List.of(), List.of(merge), List.of(), List.of());
    }

    void known(String to, String from, Merge merge) {
        Known known = new Known(merge.route(), merge.address(), merge.accepted());
        send(to, from, List.of(known), List.of(), List.of(), List.of());
    }

    void heard(String to, String from, Heard end) {
        send(to, from, List.of(), List.of(), List.of(end), List.of());
    }

    /** The sender stands alone again. */
    void separated(String to, String from) {
        send(to, from, List.of(), List.of(), List.of(), List.of(from));
    }

    /** What came for an alias goes on to its survivor. Its own addresses do not: they are merges there. */
    void onward(String to, String alias, TransformMergeV1 came) {
        outputs.merge(new TransformMergeV1(
                to,
                came.from(),
                List.of(),
                came.merges().stream()
                        .map(merge -> MergeSteps.through(merge, alias))
                        .toList(),
                came.heard(),
                came.separated(),
                came.answers()));
    }

    private void send(
            String to, String from, List<Known> known, List<Merge> merges, List<Heard> heard, List<String> separated) {
        outputs.merge(new TransformMergeV1(to, from, known, merges, heard, separated, List.of()));
    }
}
