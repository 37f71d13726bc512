package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;

/** Names of a profile's pages in the ledger: destination, and address there. */
final class PageNames {
    private PageNames() {}

    static String of(String destination, IdentifierV1 address) {
        return destination + StateStores.SEPARATOR + address.type() + StateStores.SEPARATOR + address.value();
    }

    /** The page that the call writes to. */
    static String of(DeliveryV1 delivery) {
        return of(
                delivery.destination(),
                delivery.object() == null ? delivery.address() : OwnThings.address(delivery.object()));
    }

    static String destination(String name) {
        return name.substring(0, name.indexOf(StateStores.SEPARATOR));
    }

    /** The value comes last, because nobody knows what is in it. */
    static IdentifierV1 address(String name) {
        String[] parts = name.split(StateStores.SEPARATOR, 3);
        return new IdentifierV1(parts[1], parts[2]);
    }

    /** Whether it is the page of whoever has that identifier, or of the thing that has it for its id. */
    static boolean isAt(IdentifierV1 identifier, String name) {
        IdentifierV1 address = address(name);
        return address.equals(identifier)
                || OwnThings.isThing(address) && address.value().equals(identifier.value());
    }
}
