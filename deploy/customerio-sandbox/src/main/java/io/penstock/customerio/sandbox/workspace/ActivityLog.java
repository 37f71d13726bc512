package io.penstock.customerio.sandbox.workspace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the workspace did, oldest first. Not bounded: it grows with the operations. */
final class ActivityLog {

    private final List<Activity> activities = new ArrayList<>();

    void add(String type, long at, Profile profile, ObjectNode data) {
        String id = profile.identifier(IdentifierKind.ID).orElse("");
        String email = profile.identifier(IdentifierKind.EMAIL).orElse("");
        activities.add(new Activity(activities.size() + 1L, type, at, profile.cioId(), id, email, data.toString()));
    }

    void addWithoutPerson(String type, long at, ObjectNode data) {
        activities.add(new Activity(activities.size() + 1L, type, at, "", "", "", data.toString()));
    }

    /** An entry that says why an attribute was not changed. */
    static ObjectNode refusal(String attribute, String value, String reason) {
        return Json.object().put("attribute", attribute).put("value", value).put("reason", reason);
    }

    /** The newest matching entries below a number, newest first. */
    List<Activity> newest(Predicate<Activity> wanted, long below, int limit) {
        List<Activity> found = new ArrayList<>();
        for (int i = (int) Math.min(below - 1, activities.size()) - 1; i >= 0 && found.size() < limit; i--) {
            if (wanted.test(activities.get(i))) {
                found.add(activities.get(i));
            }
        }
        return found;
    }
}
