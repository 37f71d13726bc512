package io.penstock.customerio.sandbox.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.Operation.Identify;
import io.penstock.customerio.sandbox.operation.Outcome;
import io.penstock.customerio.sandbox.operation.PersonRef;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.ReusedEmail;
import java.util.List;
import java.util.Optional;

/**
 * Decides whom an identify is about and which identifiers that person may take: the nine cases of table 6.2, named by
 * number below. Everything answers with success on the wire; what failed stands in the activity log.
 */
final class Identification {

    static final String SUPPRESSED = "the identifier is suppressed";
    private static final String ELSEWHERE = "The identifier is already associated with a different profile.";
    private static final String FIXED = "The identifier can only be changed by addressing the person by cio_id.";
    private static final String LAST_ONE = "The only identifier of a person cannot be removed.";
    private static final List<IdentifierKind> CHANGEABLE =
            List.of(IdentifierKind.ID, IdentifierKind.EMAIL, IdentifierKind.PHONE);

    private final WorkspaceSettings settings;
    private final People people;
    private final Residents residents;
    private final Suppressions suppressions;
    private final Merging merging;
    private final ActivityLog activities;
    private final AttributeWriting writing;

    Identification(
            WorkspaceSettings settings,
            People people,
            Residents residents,
            Suppressions suppressions,
            Merging merging,
            ActivityLog activities,
            AttributeWriting writing) {
        this.settings = settings;
        this.people = people;
        this.residents = residents;
        this.suppressions = suppressions;
        this.merging = merging;
        this.activities = activities;
        this.writing = writing;
    }

    Outcome identify(Identify call, long at) {
        PersonRef addressed = call.person();
        if (suppressions.blocks(addressed)) {
            return Outcome.dropped(SUPPRESSED); // case 9
        }
        Optional<Profile> found = people.find(addressed);
        if (found.isEmpty() && addressed.kind() == IdentifierKind.CIO_ID) {
            return Outcome.dropped("unknown cio_id"); // case 7
        }
        Optional<Profile> owner = found.isPresent() ? found : ownerByBody(call);
        if (owner.isEmpty() && call.updateOnly()) {
            activities.addWithoutPerson(
                    "failed_attribute_change",
                    at,
                    ActivityLog.refusal("_update", addressed.value(), "no such person, and _update forbids to create"));
            return Outcome.failed("_update: no such person"); // case 8
        }
        long timestamp = call.timestamp().orElse(at);
        Profile person = owner.orElseGet(() -> residents.create(addressed, at, timestamp)); // case 2
        IdentifyRun run = new IdentifyRun(person, call, at, timestamp);
        if (found.isEmpty() && owner.isPresent()) {
            takeAddressed(run); // case 3
        }
        for (IdentifierKind kind : CHANGEABLE) {
            JsonNode value = call.attributes().get(kind.key());
            if (value != null && people.indexes(kind) && kind != addressed.kind()) {
                change(run, kind, text(value));
            } else if (value != null && people.indexes(kind)) {
                changeAddressed(run, kind, text(value));
            }
        }
        return run.hasFailed() && !settings.applyRestOnConflict() ? run.outcome() : writing.write(run);
    }

    private static String text(JsonNode value) {
        return value.isNull() || value.asText().isEmpty() ? null : value.asText();
    }

    /** Case 3: the addressed identifier is free, another one in the body belongs to somebody. */
    private Optional<Profile> ownerByBody(Identify call) {
        return CHANGEABLE.stream()
                .filter(people::indexes)
                .filter(kind -> kind != call.person().kind())
                .filter(kind -> call.attributes().hasNonNull(kind.key()))
                .flatMap(kind -> people
                        .find(new PersonRef(
                                kind, call.attributes().get(kind.key()).asText()))
                        .stream())
                .findFirst();
    }

    private void takeAddressed(IdentifyRun run) {
        PersonRef addressed = run.call().person();
        boolean replacesId = addressed.kind() == IdentifierKind.ID
                && run.person().identifier(IdentifierKind.ID).isPresent();
        if (replacesId && settings.reusedEmail() == ReusedEmail.UPDATE_OWNER) {
            people.assign(run.person(), IdentifierKind.ID, addressed.value(), run.timestamp());
            run.count(AttributeStore.Change.SET);
        } else {
            change(run, addressed.kind(), addressed.value());
        }
    }

    /** The body repeats the kind it was addressed by: the same value is nothing, another one a change of identifier. */
    private void changeAddressed(IdentifyRun run, IdentifierKind kind, String value) {
        if (value == null || !same(kind, value, run.call().person().value())) {
            change(run, kind, value);
        }
    }

    private void change(IdentifyRun run, IdentifierKind kind, String value) {
        Profile person = run.person();
        String current = person.identifier(kind).orElse(null);
        if (value == null ? current == null : current != null && same(kind, value, current)) {
            return;
        }
        if (person.attributes().isOlderThanStored(kind.key(), run.timestamp())) {
            run.count(AttributeStore.Change.STALE);
        } else if (value == null) {
            remove(run, kind);
        } else if (suppressions.blocks(new PersonRef(kind, value))) {
            refuse(run, kind, value, "The identifier is suppressed.");
        } else {
            Optional<Profile> owner = people.find(new PersonRef(kind, value));
            if (owner.isPresent()) {
                settle(run, kind, value, owner.get());
            } else if (current == null || mayReplace(run, kind)) {
                people.assign(person, kind, value, run.timestamp());
                run.count(AttributeStore.Change.SET);
            } else {
                refuse(run, kind, value, FIXED);
            }
        }
    }

    /** Cases 5 and 6. */
    private boolean mayReplace(IdentifyRun run, IdentifierKind kind) {
        IdentifierKind by = run.call().person().kind();
        return by == IdentifierKind.CIO_ID
                || kind != IdentifierKind.ID && by == IdentifierKind.ID && settings.allowEmailUpdateById();
    }

    /**
     * Case 4: somebody else has the identifier. One holds only an id, the other only an email: they merge, the older is
     * primary.
     */
    private void settle(IdentifyRun run, IdentifierKind kind, String value, Profile owner) {
        Profile person = run.person();
        Profile byId = kind == IdentifierKind.ID ? owner : person;
        Profile byEmail = kind == IdentifierKind.ID ? person : owner;
        boolean halves = kind != IdentifierKind.PHONE
                && byId.identifier(IdentifierKind.EMAIL).isEmpty()
                && byEmail.identifier(IdentifierKind.ID).isEmpty();
        if (!settings.autoMerge() || !halves) {
            refuse(run, kind, value, ELSEWHERE);
            return;
        }
        boolean personIsOlder = person.cioId().compareTo(owner.cioId()) < 0;
        Profile primary = personIsOlder ? person : owner;
        merging.merge(primary, personIsOlder ? owner : person, run.at());
        run.continueWith(primary);
        run.count(AttributeStore.Change.SET);
    }

    private void remove(IdentifyRun run, IdentifierKind kind) {
        boolean another = CHANGEABLE.stream()
                .anyMatch(other -> other != kind
                        && people.indexes(other)
                        && run.person().identifier(other).isPresent());
        if (kind == IdentifierKind.ID || !another) {
            refuse(run, kind, "", LAST_ONE);
        } else {
            people.assign(run.person(), kind, null, run.timestamp());
            run.count(AttributeStore.Change.SET);
        }
    }

    private void refuse(IdentifyRun run, IdentifierKind kind, String value, String reason) {
        activities.add(
                "failed_attribute_change", run.at(), run.person(), ActivityLog.refusal(kind.key(), value, reason));
        run.fail(kind.key() + ": " + reason);
    }

    private static boolean same(IdentifierKind kind, String one, String other) {
        return kind == IdentifierKind.EMAIL ? one.equalsIgnoreCase(other) : one.equals(other);
    }
}
