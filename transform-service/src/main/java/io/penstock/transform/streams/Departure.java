package io.penstock.transform.streams;

import io.penstock.schemas.TransformHandoverV1;
import io.penstock.transform.streams.WaitingRoom.Held;
import io.penstock.transform.streams.WaitingRoom.Place;
import java.util.ArrayList;
import java.util.List;

/** How an absorbed profile's state leaves for the task of the survivor. One per task and processor. */
final class Departure {
    private final Outputs outputs;
    private final SideStore sides;
    private final RuleMemory memory;
    private final WaitingRoom waiting;
    private final Handovers handovers;
    private final Ledger ledger;

    Departure(
            Outputs outputs,
            SideStore sides,
            RuleMemory memory,
            WaitingRoom waiting,
            Handovers handovers,
            Ledger ledger) {
        this.ledger = ledger;
        this.outputs = outputs;
        this.sides = sides;
        this.memory = memory;
        this.waiting = waiting;
        this.handovers = handovers;
    }

    /**
     * Sides in one record, what a rule remembers, what stores keep and each waiting record in one of its own: none
     * grows beyond what a topic takes. The last one says that it is the last; it is sent even if there is nothing to
     * hand over, because the survivor awaits it.
     */
    void move(String profileId, String survivor, boolean first) {
        Handovers.Expected expected = handovers.takeAll(profileId);
        List<String> done = new ArrayList<>(expected.arrived());
        if (first) {
            done.add(profileId);
        }
        List<Place> line = waiting.line(profileId);
        memory.takeAll(profileId)
                .forEach(one -> outputs.handover(new TransformHandoverV1(
                        survivor, profileId, List.of(), List.of(), List.of(), List.of(), List.of(one), List.of())));
        ledger.takeAll(profileId)
                .forEach(kept -> outputs.handover(new TransformHandoverV1(
                        survivor, profileId, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(kept))));
        outputs.handover(new TransformHandoverV1(
                survivor,
                profileId,
                sides.takeAll(profileId),
                List.of(),
                List.copyOf(expected.awaited().keySet()),
                line.isEmpty() ? done : List.of()));
        for (Place place : line) {
            waiting.remove(place);
            Held held = place.held();
            pass(
                    survivor,
                    profileId,
                    new TransformHandoverV1.Waiting(held.shaped(), held.since()),
                    place.equals(line.getLast()) ? done : List.of());
        }
    }

    private void pass(String survivor, String from, TransformHandoverV1.Waiting record, List<String> done) {
        outputs.handover(new TransformHandoverV1(survivor, from, List.of(), List.of(record), List.of(), done));
    }

    /** A record that comes for an alias follows the profile. */
    void follow(String survivor, String from, TransformHandoverV1.Waiting record) {
        pass(survivor, from, record, List.of());
    }

    /** State of an absorbed profile that comes for an alias goes on to the alias's survivor. */
    void follow(String survivor, TransformHandoverV1 came) {
        outputs.handover(new TransformHandoverV1(
                survivor,
                came.from(),
                came.sides(),
                came.waiting(),
                came.awaited(),
                came.done(),
                came.remembered(),
                came.kept()));
    }
}
