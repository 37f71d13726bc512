package io.penstock.customerio.sandbox.workspace;

import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.ObjectRef;
import io.penstock.customerio.sandbox.operation.Operation;
import io.penstock.customerio.sandbox.operation.Outcome;
import io.penstock.customerio.sandbox.operation.PersonRef;
import io.penstock.customerio.sandbox.operation.Verdict;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One simulated workspace. Its state is a pure function of the operations and their times of receipt, so a replayed
 * journal rebuilds it exactly. Not safe for many threads: one owner applies and reads.
 */
public final class Workspace {

    private final Set<String> objectTypes;
    private final People people;
    private final Suppressions suppressions = new Suppressions();
    private final ActivityLog activities = new ActivityLog();
    private final ObjectGraph objects = new ObjectGraph();
    private final Events events;
    private final Merging merging;
    private final Relating relating;
    private final Segments segments;
    private final Messages messages;
    private final Residents residents;
    private final Identification identification;

    /** The listener is told of each event that reaches a person. */
    public Workspace(WorkspaceSettings settings, EventListener listener) {
        objectTypes = settings.objectTypes();
        people = new People(settings.identifierKinds());
        residents = new Residents(settings, people, activities);
        events = new Events(settings, residents, activities, listener);
        segments = new Segments(settings.segments());
        messages = new Messages(settings.dedupWindow().toSeconds());
        merging = new Merging(settings, people, objects, events, segments, activities);
        relating = new Relating(settings, objects, residents, suppressions);
        AttributeWriting writing = new AttributeWriting(settings, people, events, relating, activities);
        identification = new Identification(settings, people, residents, suppressions, merging, activities, writing);
    }

    /** Applies one operation as received at that unix second. Never throws for anything a caller could have sent. */
    public Outcome apply(Operation operation, long at) {
        return switch (operation) {
            case Operation.Identify call -> identification.identify(call, at);
            case Operation.Event call -> unlessSuppressed(call.person().orElse(null), () -> events.record(call, at));
            case Operation.Delete call -> unlessSuppressed(call.person(), () -> delete(call.person(), at));
            case Operation.Suppress call -> suppress(call.person(), at);
            case Operation.Unsuppress call -> unsuppress(call.person());
            case Operation.Relate call -> unlessSuppressed(call.person(), () -> relating.relate(call, at));
            case Operation.AddDevice call -> unlessSuppressed(call.person(), () -> addDevice(call, at));
            case Operation.DeleteDevice call -> unlessSuppressed(call.person(), () -> deleteDevice(call));
            case Operation.Merge call -> merge(call, at);
            case Operation.IdentifyObject call -> relating.identify(call, at);
            case Operation.DeleteObject call -> relating.delete(call);
            case Operation.RelateObject call -> relating.relate(call, at);
            case Operation.ReportDelivery call -> Outcome.applied();
            case Operation.ChangeSegment call -> changeSegment(call);
            case Operation.Nothing call -> Outcome.dropped(call.reason());
            case Operation.Once call ->
                messages.isFirst(call.messageId(), at)
                        ? apply(call.operation(), at)
                        : new Outcome(Verdict.IGNORED_DUPLICATE, "a call with this messageId was received before");
        };
    }

    private Outcome unlessSuppressed(PersonRef person, Supplier<Outcome> effect) {
        return person != null && suppressions.blocks(person)
                ? Outcome.dropped(Identification.SUPPRESSED)
                : effect.get();
    }

    private Outcome delete(PersonRef ref, long at) {
        Optional<Profile> person = people.find(ref);
        person.ifPresent(found -> remove(found, "profile_delete", at));
        return person.isPresent() ? Outcome.applied() : Outcome.applied("nobody to delete");
    }

    private void remove(Profile person, String activity, long at) {
        activities.add(activity, at, person, Json.object());
        people.remove(person);
        objects.remove(person);
        events.forget(person);
        segments.forget(person);
    }

    private Outcome suppress(PersonRef ref, long at) {
        Optional<Profile> person = people.find(ref);
        if (person.isEmpty() && ref.kind() == IdentifierKind.CIO_ID) {
            return Outcome.dropped("unknown cio_id");
        }
        Set<PersonRef> blocked = new LinkedHashSet<>();
        blocked.add(ref);
        person.ifPresent(found -> {
            for (IdentifierKind kind : IdentifierKind.values()) {
                if (kind == IdentifierKind.CIO_ID || people.indexes(kind)) {
                    found.identifier(kind).ifPresent(value -> blocked.add(new PersonRef(kind, value)));
                }
            }
            remove(found, "profile_suppress", at);
        });
        suppressions.block(blocked);
        return Outcome.applied();
    }

    private Outcome unsuppress(PersonRef ref) {
        return suppressions.free(ref) ? Outcome.applied() : Outcome.applied("was not suppressed");
    }

    private Outcome merge(Operation.Merge call, long at) {
        if (suppressions.blocks(call.primary()) || suppressions.blocks(call.secondary())) {
            return Outcome.dropped(Identification.SUPPRESSED);
        }
        Optional<Profile> primary = people.find(call.primary());
        Optional<Profile> secondary = people.find(call.secondary());
        if (primary.isEmpty()) {
            return Outcome.dropped("the primary does not exist");
        }
        if (secondary.isEmpty()) {
            return Outcome.dropped("the secondary does not exist");
        }
        if (primary.get() == secondary.get()) {
            return Outcome.dropped("both sides are one person");
        }
        merging.merge(primary.get(), secondary.get(), at);
        return Outcome.applied();
    }

    private Outcome changeSegment(Operation.ChangeSegment call) {
        int ignored = 0;
        for (String value : call.people()) {
            Optional<Profile> person = people.find(new PersonRef(call.kind(), value));
            ignored += person.isEmpty() ? 1 : 0;
            person.ifPresent(found -> {
                switch (call.change()) {
                    case ADD -> segments.add(call.segment(), found);
                    case REMOVE -> segments.remove(call.segment(), found);
                }
            });
        }
        return ignored == 0 ? Outcome.applied() : Outcome.applied(ignored + " ids name nobody");
    }

    private Outcome addDevice(Operation.AddDevice call, long at) {
        Optional<Profile> person = residents.findOrCreate(call.person(), at);
        person.ifPresent(found -> found.add(
                new Device(call.token(), call.platform(), call.lastUsed().orElse(at))));
        return person.isPresent() ? Outcome.applied() : Outcome.dropped("unknown person");
    }

    private Outcome deleteDevice(Operation.DeleteDevice call) {
        people.find(call.person()).ifPresent(found -> found.removeDevice(call.token()));
        return Outcome.applied();
    }

    public Optional<Profile> find(PersonRef ref) {
        return people.find(ref);
    }

    /** Everybody with that email: at most one where email is an identifier. */
    public List<Profile> withEmail(String email) {
        return people.withEmail(email);
    }

    public Collection<Profile> people() {
        return people.all();
    }

    public Set<String> objectTypes() {
        return objectTypes;
    }

    /** The manual segments by id, with their people. */
    public Map<String, Set<Profile>> segments() {
        return Collections.unmodifiableMap(segments.all());
    }

    /** How many identifiers are blocked. */
    public int suppressed() {
        return suppressions.size();
    }

    public Optional<StoredObject> find(ObjectRef ref) {
        return objects.find(ref);
    }

    public Collection<StoredObject> objects() {
        return objects.all();
    }

    public List<StoredObject> objectsOf(Profile person) {
        return objects.objectsOf(person.cioId());
    }

    /** The newest matching activities with a smaller number than the bound, newest first. */
    public List<Activity> activities(Predicate<Activity> wanted, long below, int limit) {
        return activities.newest(wanted, below, limit);
    }
}
