package io.penstock.customerio.sandbox.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.Outcome;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Staleness;
import java.util.Optional;

/**
 * Writes the attributes of an identify that are not identifiers (rule 19), then binds its anonymous id and its
 * relationships.
 */
final class AttributeWriting {

    private static final String PREFERENCES = "cio_subscription_preferences";

    private final WorkspaceSettings settings;
    private final People people;
    private final Events events;
    private final Relating relating;
    private final ActivityLog activities;

    AttributeWriting(
            WorkspaceSettings settings, People people, Events events, Relating relating, ActivityLog activities) {
        this.settings = settings;
        this.people = people;
        this.events = events;
        this.relating = relating;
        this.activities = activities;
    }

    Outcome write(IdentifyRun run) {
        boolean late = settings.staleness() == Staleness.PER_PROFILE
                && run.timestamp() < run.person().lastWrite();
        run.call().attributes().properties().forEach(each -> {
            if (late) {
                run.count(AttributeStore.Change.STALE);
            } else {
                write(run, each.getKey(), each.getValue());
            }
        });
        if (!late) {
            run.person().wroteAt(run.timestamp());
        }
        relating.relate(run.person(), run.call().linkChange(), run.call().links(), run.at(), run.timestamp());
        if (run.isWhollyStale()) {
            activities.add(
                    "skipped_update", run.at(), run.person(), Json.object().put("timestamp", run.timestamp()));
        }
        return run.outcome();
    }

    private void write(IdentifyRun run, String name, JsonNode value) {
        Optional<IdentifierKind> kind = IdentifierKind.of(name);
        if (kind.filter(people::indexes).isPresent()
                || name.equals(IdentifierKind.CIO_ID.key())
                || name.equals("_created_in_customerio_at")) {
            return; // identifiers were settled before; the generated ones never change
        }
        if (name.equals(IdentifierKind.ANONYMOUS_ID.key())) {
            bind(run, value);
        } else if (name.startsWith(PREFERENCES + ".")) {
            run.count(put(run, PREFERENCES, withOnePreference(run.person(), name, value)));
        } else {
            run.count(put(run, name, value));
        }
    }

    private AttributeStore.Change put(IdentifyRun run, String name, JsonNode value) {
        String text = value.isNull() ? null : AttributeStore.text(value);
        boolean removes = text == null || text.isEmpty() && settings.emptyStringRemoves();
        AttributeStore.Change change = run.person().attributes().put(name, removes ? null : text, run.timestamp());
        if (change == AttributeStore.Change.FULL) {
            activities.add(
                    "failed_attribute_change",
                    run.at(),
                    run.person(),
                    ActivityLog.refusal(name, text, "A person cannot have more than 300 attributes."));
        }
        return change;
    }

    private void bind(IdentifyRun run, JsonNode value) {
        String anonymousId = value.asText("");
        if (anonymousId.isEmpty()) {
            return;
        }
        if (events.bind(anonymousId, run.person(), run.at())) {
            relating.joinAnonymous(anonymousId, run.person());
        } else {
            activities.add(
                    "failed_attribute_change",
                    run.at(),
                    run.person(),
                    ActivityLog.refusal("anonymous_id", anonymousId, "It belongs to a different profile."));
        }
        run.count(AttributeStore.Change.SAME);
    }

    /**
     * The stored preferences with one topic changed: the dotted spelling does not replace the others (reference 2.3).
     */
    private static ObjectNode withOnePreference(Profile person, String dotted, JsonNode value) {
        ObjectNode preferences = person.attributes()
                .value(PREFERENCES)
                .flatMap(Json::parse)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseGet(Json::object);
        String[] path = dotted.split("\\.");
        ObjectNode at = preferences;
        for (int i = 1; i < path.length - 1; i++) {
            at = at.path(path[i]).isObject() ? (ObjectNode) at.get(path[i]) : at.putObject(path[i]);
        }
        at.set(path[path.length - 1], value);
        return preferences;
    }
}
