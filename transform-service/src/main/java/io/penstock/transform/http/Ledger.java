package io.penstock.transform.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** What destinations are known to have of a profile, as it looks from outside. */
public sealed interface Ledger {
    /**
     * Here it is.
     *
     * @param destinations by name and address, which for a thing is {@code object:<type>} and its id; empty if nothing
     *     was ever said of it
     */
    record Here(String profileId, List<Destination> destinations) implements Ledger {}

    /** Ask there: the survivor of a merge, or the replica that holds the profile. */
    record Elsewhere(URI address) implements Ledger {}

    /** Ask again later. */
    record Unavailable() implements Ledger {}

    /** One address at one destination. */
    record Destination(String destination, Merges.Address address, List<Attribute> attributes) {}

    /**
     * One attribute.
     *
     * @param state {@code acknowledged}; {@code pending}: something newer is on its way; {@code doubtful}: what was
     *     acknowledged may not be what is there, and the next value is sent whatever it is
     * @param acknowledged what was accepted last, or null
     * @param pending what is on its way, earliest first
     */
    record Attribute(String name, String state, Value acknowledged, List<Value> pending) {}

    /**
     * A value and where it came from.
     *
     * @param value null for a removed attribute; text is masked unless it was asked for
     * @param digest SHA-256 of a value that is too long to be kept, or null
     * @param at when it was accepted, or went out
     * @param tableVersion version of the table that was read; null if the source has none
     * @param commitVersion version of the commit that wrote the row; null if it is not known
     */
    record Value(
            JsonNode value,
            String digest,
            Instant asOf,
            Instant at,
            String deliveryId,
            String pipeline,
            String rowKey,
            String source,
            Long tableVersion,
            Long commitVersion) {}
}
