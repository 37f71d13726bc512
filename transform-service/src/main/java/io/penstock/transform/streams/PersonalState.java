package io.penstock.transform.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.TransformMergeV1.Route;
import io.penstock.transform.core.Side;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;

/** How persons, sides of crossings and presences look in their stores. */
final class PersonalState {
    private static final int FORMAT = 1;

    private PersonalState() {}

    static Serde<Side> sides() {
        return StateBytes.serde(PersonalState::write, PersonalState::side, Side.class);
    }

    static Serde<Presence> presences() {
        return StateBytes.serde(PersonalState::write, PersonalState::presence, Presence.class);
    }

    static void write(StateOutput out, Person person) {
        out.octet(FORMAT);
        out.number(person.version());
        out.number(person.identifiers().size());
        person.identifiers().forEach(identifier -> {
            out.text(identifier.type());
            out.text(identifier.value());
        });
        out.number(person.primary().size());
        person.primary().forEach((type, value) -> {
            out.text(type);
            out.text(value);
        });
        out.text(person.mergedInto());
        out.number(person.mergedFrom().size());
        person.mergedFrom().forEach(out::text);
        out.time(person.erasedAt());
    }

    static Person person(StateInput in) throws IOException {
        in.format(FORMAT);
        long version = in.number();
        List<IdentifierV1> identifiers = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            identifiers.add(new IdentifierV1(in.text(), in.text()));
        }
        Map<String, String> primary = new HashMap<>();
        for (int left = in.count(); left > 0; left--) {
            primary.put(in.text(), in.text());
        }
        String mergedInto = in.text();
        List<String> mergedFrom = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            mergedFrom.add(in.text());
        }
        return new Person(version, identifiers, primary, mergedInto, mergedFrom, in.time());
    }

    static void write(StateOutput out, Side side) {
        out.octet(FORMAT);
        out.octet(side.armed() ? 1 : 0);
        out.time(side.asOf());
        out.text(side.value() == null ? null : side.value().toString());
        out.time(side.beyondSince());
        out.time(side.firedAt());
    }

    static Side side(StateInput in) throws IOException {
        in.format(FORMAT);
        boolean armed = in.octet() == 1;
        var asOf = in.time();
        String value = in.text();
        return new Side(armed, asOf, value == null ? null : new BigDecimal(value), in.time(), in.time());
    }

    static void write(StateOutput out, Presence presence) {
        out.octet(FORMAT);
        out.text(presence.route().workspace());
        out.text(presence.route().destination());
        out.text(presence.route().pipeline());
        out.number(presence.route().configVersion());
        out.number(presence.places().size());
        for (Presence.Place place : presence.places()) {
            out.text(place.address().type());
            out.text(place.address().value());
            out.octet(place.accepted() ? 1 : 0);
        }
        out.text(presence.owed());
    }

    static Presence presence(StateInput in) throws IOException {
        in.format(FORMAT);
        Route route = new Route(in.text(), in.text(), in.text(), in.number());
        List<Presence.Place> places = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            places.add(new Presence.Place(new IdentifierV1(in.text(), in.text()), in.octet() == 1));
        }
        return new Presence(route, places, in.text());
    }
}
