package io.penstock.customerio.sandbox.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One valid request to change the workspace. Timestamps are unix seconds; an empty one means the time of receipt, which
 * is also what an invalid one became (reference 2.4).
 */
public sealed interface Operation {

    /** Attributes exclude the control keys ({@code _update}, {@code _timestamp}, {@code cio_relationships}). */
    record Identify(
            PersonRef person,
            ObjectNode attributes,
            boolean updateOnly,
            OptionalLong timestamp,
            LinkChange linkChange,
            List<ObjectLink> links)
            implements Operation {}

    record Delete(PersonRef person) implements Operation {}

    record Suppress(PersonRef person) implements Operation {}

    record Unsuppress(PersonRef person) implements Operation {}

    /** The person may be anonymous, and is absent for the "invite" form that names a recipient only. */
    record Event(
            Optional<PersonRef> person,
            String kind,
            String name,
            Optional<String> id,
            OptionalLong timestamp,
            ObjectNode data)
            implements Operation {}

    record Relate(PersonRef person, LinkChange change, List<ObjectLink> links) implements Operation {}

    record AddDevice(PersonRef person, String token, String platform, OptionalLong lastUsed) implements Operation {}

    record DeleteDevice(PersonRef person, String token) implements Operation {}

    record Merge(PersonRef primary, PersonRef secondary) implements Operation {}

    /** {@code identify} and {@code identify_anonymous}. */
    record IdentifyObject(ObjectRef object, ObjectNode attributes, OptionalLong timestamp, List<PersonLink> links)
            implements Operation {}

    record DeleteObject(ObjectRef object) implements Operation {}

    record RelateObject(ObjectRef object, LinkChange change, List<PersonLink> links) implements Operation {}

    /** Puts people into a manual segment or takes them out; values that name nobody of that kind are ignored. */
    record ChangeSegment(String segment, LinkChange change, IdentifierKind kind, List<String> people)
            implements Operation {}

    /** A call with a {@code messageId}: a second one with the same id has no effect, whatever it asks for. */
    record Once(String messageId, Operation operation) implements Operation {}

    /** Nothing to do, for a reason worth recording. */
    record Nothing(String reason) implements Operation {}

    /** A metric about a delivery reported back by an app: taken and kept, without further effect here. */
    record ReportDelivery(String deliveryId, String metric) implements Operation {}
}
