package io.penstock.transform.streams;

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

    /** The calls that a script returned itself. */
    static Classified calls(ShapedV1 shaped) {
        return SendForm.read(shaped.calls().stream().map(JsonValues::struct).toList());
    }
}
