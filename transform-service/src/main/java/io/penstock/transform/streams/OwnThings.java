package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.transform.core.Pipeline;

/** Things that have a page in the ledger. */
final class OwnThings {
    private static final String PREFIX = "object:";

    private OwnThings() {}

    /**
     * Whether the profile is the thing itself, known by the same id: a row of a table of companies. What other profiles
     * say of a thing is on nobody's page, because they do not know of each other. Person 1 is not company 1, so
     * pipelines with calls about people are never about the thing itself.
     */
    static boolean isOwn(DeliveryV1 delivery, Pipeline pipeline) {
        return pipeline.isOfThings()
                && delivery.identifiers().stream()
                        .anyMatch(
                                known -> known.value().equals(delivery.object().id()));
    }

    /** The thing's address, told from a person's by its type. */
    static IdentifierV1 address(ObjectRefV1 thing) {
        return new IdentifierV1(PREFIX + thing.type(), thing.id());
    }

    /** Whether it is the address of a thing. */
    static boolean isThing(IdentifierV1 address) {
        return address.type().startsWith(PREFIX);
    }
}
