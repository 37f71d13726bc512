package io.penstock.customerio.sandbox.workspace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.Operation;
import io.penstock.customerio.sandbox.operation.Outcome;
import io.penstock.customerio.sandbox.operation.PersonRef;
import io.penstock.customerio.sandbox.operation.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Events: de-duplication by id, unknown people, and anonymous events that wait for their person (rule 21). */
final class Events {

    private static final Duration GRACE = Duration.ofMinutes(5);

    private record Binding(Profile person, long at) {}

    private final WorkspaceSettings settings;
    private final Residents residents;
    private final ActivityLog activities;
    private final EventListener listener;
    private final Map<String, Long> seen = new HashMap<>();
    private final Map<String, List<StoredEvent>> waiting = new HashMap<>();
    private final Map<String, Binding> bindings = new HashMap<>();

    Events(WorkspaceSettings settings, Residents residents, ActivityLog activities, EventListener listener) {
        this.settings = settings;
        this.residents = residents;
        this.activities = activities;
        this.listener = listener;
    }

    Outcome record(Operation.Event event, long at) {
        if (isRepeat(event, at)) {
            return new Outcome(Verdict.IGNORED_DUPLICATE, "an event with this id was received before");
        }
        long timestamp = event.timestamp().orElse(at);
        boolean young = timestamp >= at - settings.campaignWindow().toSeconds();
        StoredEvent stored = new StoredEvent(
                event.id().orElse(""),
                event.kind(),
                event.name(),
                timestamp,
                at,
                young,
                event.data().toString());
        Outcome outcome = place(event.person(), stored, at);
        if (outcome.verdict() == Verdict.APPLIED) {
            event.id().ifPresent(id -> seen.put(id, at));
        }
        return outcome;
    }

    private boolean isRepeat(Operation.Event event, long at) {
        Long first = event.id().map(seen::get).orElse(null);
        return first != null && at - first <= settings.dedupWindow().toSeconds();
    }

    private Outcome place(Optional<PersonRef> person, StoredEvent event, long at) {
        if (person.isEmpty()) {
            return Outcome.applied("names a recipient only");
        }
        if (person.get().kind() == IdentifierKind.ANONYMOUS_ID) {
            return placeAnonymous(person.get().value(), event, at);
        }
        Optional<Profile> found = residents.findOrCreate(person.get(), at);
        if (found.isEmpty()) {
            activities.addWithoutPerson(
                    "failed_event", at, Json.object().put("name", event.name()).put("reason", "unknown person"));
            return Outcome.dropped("unknown person");
        }
        attach(found.get(), event);
        return Outcome.applied();
    }

    private Outcome placeAnonymous(String anonymousId, StoredEvent event, long at) {
        Binding binding = bindings.get(anonymousId);
        if (binding != null && at - binding.at() <= GRACE.toSeconds()) {
            attach(binding.person(), event);
        } else {
            waiting.computeIfAbsent(anonymousId, none -> new ArrayList<>()).add(event);
        }
        return Outcome.applied();
    }

    private void attach(Profile person, StoredEvent event) {
        person.add(event);
        activities.add(event.kind(), event.receivedAt(), person, data(event));
        listener.onEvent(person, event);
    }

    private static ObjectNode data(StoredEvent event) {
        return Json.object().put("id", event.id()).put("name", event.name()).put("timestamp", event.timestamp());
    }

    /**
     * Joins what an anonymous visitor did to a person. False when the id already belongs to somebody else: it is not
     * bound again.
     */
    boolean bind(String anonymousId, Profile person, long at) {
        if (!settings.anonymousMerge()) {
            return true;
        }
        Binding before = bindings.get(anonymousId);
        if (before != null && before.person() != person) {
            return false;
        }
        bindings.put(anonymousId, new Binding(person, at));
        person.bindAnonymous(anonymousId);
        long oldest = at - settings.anonymousRetention().toSeconds();
        List<StoredEvent> joined = waiting.remove(anonymousId);
        if (joined != null) {
            joined.stream().filter(event -> event.receivedAt() >= oldest).forEach(event -> {
                boolean young =
                        event.timestamp() >= at - settings.campaignWindow().toSeconds();
                attach(person, event.with(young));
            });
        }
        return true;
    }

    void merge(Profile primary, Profile secondary) {
        for (String anonymousId : secondary.anonymousIds()) {
            bindings.computeIfPresent(anonymousId, (id, binding) -> new Binding(primary, binding.at()));
        }
    }

    void forget(Profile person) {
        person.anonymousIds().forEach(bindings::remove);
    }
}
