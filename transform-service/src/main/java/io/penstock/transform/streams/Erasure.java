package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.TransformMergeV1;
import io.penstock.schemas.TransformMergeV1.Merge;
import io.penstock.schemas.TransformMergeV1.Route;
import io.penstock.transform.core.Destinations;
import io.penstock.transform.core.Tally;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Ends a person at the destinations: every address under which a call went out, whether its end is known or not. To
 * delete somebody who is not there does no harm.
 */
final class Erasure {
    private final Destinations destinations;
    private final Tally tally;
    private final Outputs outputs;

    Erasure(Destinations destinations, Tally tally, Outputs outputs) {
        this.destinations = destinations;
        this.tally = tally;
        this.outputs = outputs;
    }

    private record Place(String destination, IdentifierV1 address) {}

    /**
     * Ends the person.
     *
     * @param last the newest state of the profile: an address it lost before belongs to somebody else now and is left
     *     alone
     */
    void erase(String profileId, Person last, Instant at, List<Presence> own, List<Merge> absorbed) {
        Map<Place, Route> places = new LinkedHashMap<>();
        own.forEach(presence -> presence.places().forEach(place -> add(places, presence.route(), place.address())));
        absorbed.forEach(merge -> add(places, merge.route(), merge.address()));
        Set<String> ids = new HashSet<>(Set.of(profileId));
        absorbed.forEach(merge -> ids.add(merge.absorbed()));
        end(
                profileId,
                at,
                places,
                address -> last.version() == 0 || last.has(address) || ids.contains(address.value()));
    }

    /** Ends what was on its way to a person who is erased already. */
    void late(String profileId, Instant erasedAt, TransformMergeV1 came) {
        Map<Place, Route> places = new LinkedHashMap<>();
        came.known().forEach(known -> add(places, known.route(), known.address()));
        came.merges().forEach(merge -> add(places, merge.route(), merge.address()));
        end(profileId, erasedAt, places, _ -> true);
    }

    private static void add(Map<Place, Route> places, Route route, IdentifierV1 address) {
        places.putIfAbsent(new Place(route.destination(), address), route);
    }

    private void end(String profileId, Instant at, Map<Place, Route> places, Predicate<IdentifierV1> theirs) {
        places.forEach((place, route) -> {
            if (theirs.test(place.address())) {
                switch (destinations.erasing(place.destination())) {
                    case DELETE -> send(profileId, DeliveryV1.Kind.DELETE, route, place.address(), at);
                    case SUPPRESS -> send(profileId, DeliveryV1.Kind.SUPPRESS, route, place.address(), at);
                    case KEEP -> {}
                }
            }
        });
    }

    private void send(String profileId, DeliveryV1.Kind kind, Route route, IdentifierV1 address, Instant at) {
        outputs.delivery(Deliveries.erasure(profileId, kind, route, address, at));
        tally.erased(route.destination());
    }
}
