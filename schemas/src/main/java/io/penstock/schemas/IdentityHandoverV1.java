package io.penstock.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * Trait values on their way from one profile to another: all of an absorbed one to its survivor, or what moved
 * identifiers had carried to the profile that was split off.
 *
 * @param profileId the profile that inherits
 * @param from the profile that gives
 * @param logOffset the entry of the identity log that caused it
 */
public record IdentityHandoverV1(
        String workspace, String profileId, String from, long logOffset, List<Carried> values) {
    public IdentityHandoverV1 {
        values = List.copyOf(values);
    }

    /**
     * The newest value of a trait that one identifier carried.
     *
     * @param by the identifier, {@code type:value}
     * @param asOf when the source says the value became true
     * @param commit version of the commit or table it was read at, or -1; breaks ties
     * @param tie hash of the record; breaks the ties that are left
     * @param logOffset of the record in the identity log, or of the entry that settled its identifiers
     * @param source pipeline that brought it
     */
    public record Carried(
            String name,
            String by,
            JsonNode value,
            Instant asOf,
            long commit,
            long tie,
            long logOffset,
            String source) {}
}
