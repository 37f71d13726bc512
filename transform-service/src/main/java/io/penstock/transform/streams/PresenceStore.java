package io.penstock.transform.streams;

import io.penstock.schemas.TransformMergeV1.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What destinations know of profiles. One per task and processor. */
final class PresenceStore {
    private final Standings standings;

    PresenceStore(Standings standings) {
        this.standings = standings;
    }

    Optional<Presence> find(String profileId, String destination) {
        return shelf(profileId).find(destination);
    }

    /** Changes what is known, beginning with nothing. */
    void update(String profileId, Route route, UnaryOperator<Presence> change) {
        Shelf<Presence> shelf = shelf(profileId);
        Presence known = shelf.find(route.destination()).orElseGet(() -> Presence.at(route));
        shelf.put(route.destination(), change.apply(known));
    }

    /** Changes what is known, if anything is; says whether that made a difference. */
    boolean change(String profileId, String destination, UnaryOperator<Presence> change) {
        Shelf<Presence> shelf = shelf(profileId);
        Optional<Presence> known = shelf.find(destination);
        Optional<Presence> now = known.map(change).filter(changed -> changed != known.get());
        now.ifPresent(changed -> shelf.put(destination, changed));
        return now.isPresent();
    }

    /** Removes all that is known of a profile and says what it was. */
    List<Presence> takeAll(String profileId) {
        return List.copyOf(shelf(profileId).takeAll().values());
    }

    private Shelf<Presence> shelf(String profileId) {
        return standings.of(profileId).presences();
    }
}
