package io.penstock.customerio.sandbox.workspace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.PersonRef;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Unknown;
import java.util.Optional;

/** Finds people and creates them where the vendor does, with the entry in the activity log. */
final class Residents {

    private final WorkspaceSettings settings;
    private final People people;
    private final ActivityLog activities;

    Residents(WorkspaceSettings settings, People people, ActivityLog activities) {
        this.settings = settings;
        this.people = people;
        this.activities = activities;
    }

    Profile create(PersonRef ref, long at, long timestamp) {
        Profile profile = people.create(at);
        people.assign(profile, ref.kind(), ref.value(), timestamp);
        ObjectNode data = Json.object().put(ref.kind().key(), ref.value());
        activities.add("profile_create", at, profile, data);
        return profile;
    }

    /**
     * For events and relationships: an unknown person appears, unless the switch says otherwise or a {@code cio_id}
     * names it.
     */
    Optional<Profile> findOrCreate(PersonRef ref, long at) {
        Optional<Profile> found = people.find(ref);
        if (found.isPresent() || ref.kind() == IdentifierKind.CIO_ID || settings.unknownPerson() == Unknown.DROP) {
            return found;
        }
        return Optional.of(create(ref, at, at));
    }
}
