package io.penstock.transform.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.TransformMergeV1.Heard;
import io.penstock.schemas.TransformMergeV1.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one destination knows of a profile, as its state store writes it.
 *
 * @param route how the last call went there
 * @param places addresses under which calls went out, earliest first
 * @param owed id of the last call, while nothing is known of its end; else null. Calls of a person end in their order,
 *     so with the last one all have
 */
record Presence(Route route, List<Place> places, String owed) {
    /** A person's address changes when a stronger identifier becomes known: a handful of times in a life. */
    private static final int MOST_PLACES = 20;

    Presence {
        places = List.copyOf(places);
    }

    /**
     * An address.
     *
     * @param accepted whether the destination accepted an identify under it, so that the person exists there
     */
    record Place(IdentifierV1 address, boolean accepted) {}

    static Presence at(Route route) {
        return new Presence(route, List.of(), null);
    }

    /** A call goes out under that address. */
    Presence called(Route newest, IdentifierV1 address, String deliveryId) {
        return new Presence(newest, find(address).isPresent() ? places : plus(new Place(address, false)), deliveryId);
    }

    /** The person is deleted under that address. */
    Presence without(IdentifierV1 address) {
        return new Presence(
                route,
                places.stream()
                        .map(place -> place.address().equals(address) ? new Place(address, false) : place)
                        .toList(),
                owed);
    }

    /** The address is the profile's own. */
    Presence with(Place place) {
        return find(place.address())
                .map(known -> place.accepted() ? accept(place.address()) : this)
                .orElseGet(() -> new Presence(route, plus(place), owed));
    }

    /** A call has ended; the same object if that is no news. */
    Presence heard(Heard end) {
        boolean last = end.deliveryId().equals(owed);
        boolean first = end.accepted()
                && find(end.address()).filter(place -> !place.accepted()).isPresent();
        Presence accepted = first ? accept(end.address()) : this;
        return last ? new Presence(accepted.route, accepted.places, null) : accepted;
    }

    boolean has(IdentifierV1 address) {
        return find(address).isPresent();
    }

    boolean exists(IdentifierV1 address) {
        return find(address).filter(Place::accepted).isPresent();
    }

    /** The newest address, but that one, under which the person exists. */
    Optional<IdentifierV1> newestBut(IdentifierV1 address) {
        return places.reversed().stream()
                .filter(place -> place.accepted() && !place.address().equals(address))
                .map(Place::address)
                .findFirst();
    }

    private Optional<Place> find(IdentifierV1 address) {
        for (Place place : places) {
            if (place.address().equals(address)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    private Presence accept(IdentifierV1 address) {
        return new Presence(
                route,
                places.stream()
                        .map(place -> place.address().equals(address) ? new Place(address, true) : place)
                        .toList(),
                owed);
    }

    private List<Place> plus(Place place) {
        List<Place> more = new ArrayList<>(places);
        more.add(place);
        return more.size() > MOST_PLACES ? more.subList(1, more.size()) : more;
    }
}
