package io.penstock.customerio.sandbox.workspace;

import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.LinkChange;
import io.penstock.customerio.sandbox.operation.ObjectLink;
import io.penstock.customerio.sandbox.operation.Operation;
import io.penstock.customerio.sandbox.operation.Outcome;
import io.penstock.customerio.sandbox.operation.PersonLink;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Unknown;
import java.util.List;
import java.util.Optional;

/** Objects and relationships as calls change them (rule 23). */
final class Relating {

    private final WorkspaceSettings settings;
    private final ObjectGraph objects;
    private final Residents residents;
    private final Suppressions suppressions;

    Relating(WorkspaceSettings settings, ObjectGraph objects, Residents residents, Suppressions suppressions) {
        this.settings = settings;
        this.objects = objects;
        this.residents = residents;
        this.suppressions = suppressions;
    }

    void relate(Profile person, LinkChange change, List<ObjectLink> links, long at, long timestamp) {
        for (ObjectLink link : links) {
            boolean create = change == LinkChange.ADD && settings.unknownObject() == Unknown.CREATE;
            Optional<StoredObject> object = create ? objects.findOrCreate(link.object()) : objects.find(link.object());
            object.ifPresent(found -> objects.change(found, person, change, link.attributes(), timestamp));
        }
    }

    Outcome relate(Operation.Relate call, long at) {
        Optional<Profile> person = residents.findOrCreate(call.person(), at);
        if (person.isEmpty()) {
            return Outcome.dropped("unknown person");
        }
        relate(person.get(), call.change(), call.links(), at, at);
        return Outcome.applied();
    }

    Outcome identify(Operation.IdentifyObject call, long at) {
        Optional<StoredObject> object = objects.findOrCreate(call.object());
        if (object.isEmpty()) {
            return Outcome.dropped("unknown cio_object_id");
        }
        long timestamp = call.timestamp().orElse(at);
        if (!objects.write(object.get(), call.attributes(), timestamp)) {
            return Outcome.dropped("the object would pass 100 KB");
        }
        link(object.get(), LinkChange.ADD, call.links(), at);
        return Outcome.applied();
    }

    Outcome relate(Operation.RelateObject call, long at) {
        boolean create = call.change() == LinkChange.ADD && settings.unknownObject() == Unknown.CREATE;
        Optional<StoredObject> object = create ? objects.findOrCreate(call.object()) : objects.find(call.object());
        if (object.isEmpty()) {
            return Outcome.dropped("unknown object");
        }
        link(object.get(), call.change(), call.links(), at);
        return Outcome.applied();
    }

    Outcome delete(Operation.DeleteObject call) {
        Optional<StoredObject> object = objects.find(call.object());
        object.ifPresent(objects::remove);
        return object.isPresent() ? Outcome.applied() : Outcome.applied("nothing to delete");
    }

    void joinAnonymous(String anonymousId, Profile person) {
        objects.joinAnonymous(anonymousId, person);
    }

    private void link(StoredObject object, LinkChange change, List<PersonLink> links, long at) {
        for (PersonLink link : links) {
            if (link.person().kind() == IdentifierKind.ANONYMOUS_ID) {
                objects.await(link.person().value(), object, link.attributes(), at);
            } else if (!suppressions.blocks(link.person())) {
                residents
                        .findOrCreate(link.person(), at)
                        .ifPresent(person -> objects.change(object, person, change, link.attributes(), at));
            }
        }
    }
}
