package io.penstock.local.telco;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.local.story.CustomerIo;
import io.penstock.local.story.Screen;
import io.penstock.local.telco.TelcoOracle.Identify;
import io.penstock.local.telco.TelcoOracle.Owed;
import io.penstock.local.telco.TelcoOracle.Track;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what arrived at Customer.io with what the oracle says was owed, call by call and in order per person. */
public final class TelcoCheck {
    private static final double TOLERANCE = 1e-12;
    private static final int SHOWN = 10;

    private final List<String> faults = new ArrayList<>();

    /**
     * Compares and reports.
     *
     * @return whether everything agrees
     */
    public boolean compare(Map<String, Owed> owed, List<CustomerIo.Call> arrived, Screen screen) {
        Map<String, List<CustomerIo.Call>> byPerson = new HashMap<>();
        Set<String> eventIds = new HashSet<>();
        int events = 0;
        for (CustomerIo.Call call : arrived) {
            byPerson.computeIfAbsent(call.person(), key -> new ArrayList<>()).add(call);
            if (!call.verdict().equals("applied")) {
                fault(call.person(), "call " + call.seq() + " was " + call.verdict());
            }
            if (call.isEvent()) {
                events++;
                eventIds.add(call.body().path("id").asText());
            }
        }
        if (eventIds.size() != events) {
            faults.add((events - eventIds.size()) + " events carry an id that another event has");
        }
        owed.forEach((person, expected) -> {
            List<CustomerIo.Call> calls = byPerson.remove(person);
            person(person, expected, calls == null ? List.of() : calls);
        });
        byPerson.keySet().forEach(person -> fault(person, "is owed nothing, but calls arrived"));
        int identifies =
                owed.values().stream().mapToInt(o -> o.identifies().size()).sum();
        int tracks = owed.values().stream().mapToInt(o -> o.tracks().size()).sum();
        screen.heading("The oracle: plain Spark SQL over every version of the tables");
        screen.say("owed:    %d people, %d identify, %d track".formatted(owed.size(), identifies, tracks));
        screen.say("arrived: %d identify, %d track".formatted(arrived.size() - events, events));
        faults.stream().limit(SHOWN).forEach(screen::point);
        screen.say(
                faults.isEmpty() ? "every call agrees, value by value and in order" : faults.size() + " differences");
        return faults.isEmpty();
    }

    private void person(String person, Owed owed, List<CustomerIo.Call> calls) {
        List<CustomerIo.Call> identifies =
                calls.stream().filter(call -> !call.isEvent()).toList();
        List<CustomerIo.Call> tracks =
                calls.stream().filter(CustomerIo.Call::isEvent).toList();
        if (identifies.size() != owed.identifies().size()) {
            fault(person, "is owed " + owed.identifies().size() + " identify, got " + identifies.size());
            return;
        }
        for (int i = 0; i < identifies.size(); i++) {
            identify(
                    person,
                    i + 1,
                    owed.identifies().get(i),
                    identifies.get(i).body().path("attributes"));
        }
        if (tracks.size() != owed.tracks().size()) {
            fault(person, "is owed " + owed.tracks().size() + " events, got " + tracks.size());
            return;
        }
        for (int i = 0; i < tracks.size(); i++) {
            track(person, owed.tracks().get(i), tracks.get(i).body());
        }
    }

    private void identify(String person, int scoring, Identify owed, JsonNode attributes) {
        owed.attributes().forEach((name, value) -> {
            if (!same(value, attributes.path(name))) {
                fault(person, "scoring " + scoring + ": attribute " + name + " differs");
            }
        });
        attributes.fieldNames().forEachRemaining(name -> {
            if (!owed.attributes().containsKey(name)) {
                fault(person, "scoring " + scoring + ": attribute " + name + " is not owed");
            }
        });
    }

    private void track(String person, Track owed, JsonNode body) {
        JsonNode properties = body.path("attributes");
        if (!body.path("name").asText().equals("upgrade_threshold_crossed")
                || !same(owed.score(), properties.path("score"))
                || !same(owed.score(), properties.path("crossing_value"))
                || !same(owed.before(), properties.path("crossing_before"))
                || !same(TelcoOracle.ABOVE, properties.path("crossing_threshold"))
                || !same("up", properties.path("crossing_direction"))
                || !same(owed.model(), properties.path("crossing_model_version"))
                || !same(owed.tier(), properties.path("tier"))
                || !same(owed.model(), properties.path("model_version"))) {
            fault(person, "the crossing event differs");
        }
    }

    private static boolean same(Object owed, JsonNode got) {
        return owed instanceof Double number
                ? got.isNumber() && Math.abs(number - got.asDouble()) <= TOLERANCE * Math.max(1, Math.abs(number))
                : owed == null ? got.isMissingNode() || got.isNull() : got.isTextual() && owed.equals(got.asText());
    }

    private void fault(String person, String what) {
        faults.add(person + " " + what);
    }
}
