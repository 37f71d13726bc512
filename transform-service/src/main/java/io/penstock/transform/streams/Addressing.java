package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.transform.core.Address;
import io.penstock.transform.core.Call;
import io.penstock.transform.core.Classified;
import io.penstock.transform.core.Identifier;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.SendForm;
import io.penstock.transform.wire.JsonValues;
import java.util.List;
import java.util.Optional;

/** Under which identifier the calls of a record go out. */
final class Addressing {
    /** The only address type that the destination lets us choose. */
    private static final String FREE_TEXT = "customerio_id";

    private Addressing() {}

    /** The person's address for a pipeline; empty while none is known. */
    static Optional<Identifier> address(Pipeline pipeline, Person person, List<IdentifierV1> known) {
        return Address.choose(
                pipeline.address(),
                person.primary(),
                known.stream()
                        .map(identifier -> new Identifier(identifier.type(), identifier.value()))
                        .toList());
    }

    /**
     * Whether every call the script returned names its own user id or is about nobody, so that nothing has to be known
     * of the person.
     */
    static boolean addressesItself(ShapedV1 shaped, Pipeline pipeline) {
        return shaped.calls() != null
                && !pipeline.address().isEmpty()
                && switch (calls(shaped)) {
                    case Classified.Calls calls ->
                        calls.calls().stream()
                                .allMatch(call -> call.userId().isPresent()
                                        || !call.kind().isAboutAPerson());
                    case Classified.Refused ignored -> true; // goes to the dead letters at once
                };
    }

    /** The call's own user id, else the person's address; empty for a call that is not about a person. */
    static Optional<Identifier> of(Call call, Pipeline pipeline, Optional<Identifier> address) {
        return call.kind().isAboutAPerson()
                ? call.userId()
                        .map(userId -> new Identifier(pipeline.address().getFirst(), userId))
                        .or(() -> address)
                : Optional.empty();
    }

    /** Whether the call goes to the person it is about; a script may send one to somebody else. */
    static boolean isOwn(DeliveryV1 delivery) {
        return delivery.address() != null
                && (delivery.identifiers().contains(delivery.address())
                        || delivery.address().value().equals(delivery.profileId()));
    }

    /**
     * The address under which the pipeline creates a person who has none: the profile's own id as an identifier that
     * may be any text, which an e-mail address may not.
     */
    static Optional<Identifier> created(Pipeline pipeline, String profileId) {
        return pipeline.unaddressed() == Pipeline.Unaddressed.CREATE
                ? pipeline.address().stream()
                        .filter(FREE_TEXT::equals)
                        .findFirst()
                        .map(type -> new Identifier(type, profileId))
                : Optional.empty();
    }

    /** The calls that a script returned itself. */
    static Classified calls(ShapedV1 shaped) {
        return SendForm.read(shaped.calls().stream().map(JsonValues::struct).toList());
    }
}
