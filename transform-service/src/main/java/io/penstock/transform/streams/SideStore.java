package io.penstock.transform.streams;

import io.penstock.schemas.TransformHandoverV1;
import io.penstock.transform.core.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Sides of crossings per profile, pipeline and emit, and the events of values that have to stay. One per task. */
final class SideStore {
    private final Standings standings;
    private final Stays stays;

    SideStore(Standings standings, Stays stays) {
        this.standings = standings;
        this.stays = stays;
    }

    Stays stays() {
        return stays;
    }

    Optional<Side> find(String profileId, String pipeline, String emit) {
        return standings.of(profileId).sides().find(name(pipeline, emit));
    }

    /** Writes a side; a value that does not stay has no event to wait for. */
    void put(String profileId, String pipeline, String emit, Side side) {
        standings.of(profileId).sides().put(name(pipeline, emit), side);
        if (side.beyondSince() == null) {
            stays.take(profileId, pipeline, emit);
        }
    }

    /**
     * The person goes at a destination: events that would go there at the end of a stay never do. Whoever comes back
     * begins to stay anew.
     */
    void endStays(String profileId, String destination) {
        standings.of(profileId).sides().all().forEach((name, side) -> {
            String[] parts = name.split(StateStores.SEPARATOR, -1);
            if (side.beyondSince() != null
                    && stays.find(profileId, parts[0], parts[1])
                            .filter(stay -> stay.delivery().destination().equals(destination))
                            .isPresent()) {
                put(profileId, parts[0], parts[1], side.withoutStay());
            }
        });
    }

    /** Takes over a side of an absorbed profile: the newer of the two holds. */
    void merge(String profileId, TransformHandoverV1.Side came) {
        Side side = new Side(came.armed(), came.asOf(), came.value(), came.beyondSince(), came.firedAt());
        Optional<Side> own = find(profileId, came.pipeline(), came.emit());
        if (came.event() != null && own.filter(here -> !here.yieldsTo(side)).isEmpty()) {
            stays.put(profileId, came.pipeline(), came.emit(), new Stays.Stay(came.event(), came.until()));
        }
        put(
                profileId,
                came.pipeline(),
                came.emit(),
                own.map(here -> Side.merged(here, side)).orElse(side));
    }

    /** Removes all sides of a profile and says what they were. */
    List<TransformHandoverV1.Side> takeAll(String profileId) {
        return told(standings.of(profileId).sides().takeAll()).stream()
                .map(side -> stays.take(profileId, side.pipeline(), side.emit())
                        .map(stay -> with(side, stay))
                        .orElse(side))
                .toList();
    }

    /** All sides of a profile, by pipeline and emit; without events that wait. */
    static List<TransformHandoverV1.Side> all(Standing standing) {
        return told(standing.sides().all());
    }

    private static List<TransformHandoverV1.Side> told(SortedMap<String, Side> sides) {
        List<TransformHandoverV1.Side> told = new ArrayList<>();
        sides.forEach((name, side) -> {
            String[] parts = name.split(StateStores.SEPARATOR, -1);
            told.add(new TransformHandoverV1.Side(
                    parts[0],
                    parts[1],
                    side.armed(),
                    side.asOf(),
                    side.value(),
                    side.beyondSince(),
                    side.firedAt(),
                    null,
                    null));
        });
        return told;
    }

    private static TransformHandoverV1.Side with(TransformHandoverV1.Side side, Stays.Stay stay) {
        return new TransformHandoverV1.Side(
                side.pipeline(),
                side.emit(),
                side.armed(),
                side.asOf(),
                side.value(),
                side.beyondSince(),
                side.firedAt(),
                stay.delivery(),
                stay.until());
    }

    private static String name(String pipeline, String emit) {
        return pipeline + StateStores.SEPARATOR + emit;
    }
}
