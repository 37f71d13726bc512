package io.penstock.schemas;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One entry of a workspace's identity log. State is the fold of this log, so everything that may change it is here.
 *
 * @param kind which of the fields below is set
 * @param record the observation, for OBSERVE
 * @param identity the {@code identity.yaml} spec in force from here on, for CONFIG
 * @param configVersion version of that configuration, else 0
 * @param command the order, for COMMAND
 * @param origin for OBSERVE: whom to tell when the identifiers are settled, or null if nobody asks
 */
public record IdentityLogEntryV1(
        String workspace,
        Kind kind,
        RecordV1 record,
        ObjectNode identity,
        long configVersion,
        IdentityCommandV1 command,
        Origin origin) {
    /** What an entry does. */
    public enum Kind {
        OBSERVE,
        CONFIG,
        COMMAND
    }

    /**
     * Where an observation came from.
     *
     * @param partition of the records topic
     * @param offset in that partition
     * @param rulesVersion version of the rules that whoever asks has in mind
     */
    public record Origin(int partition, long offset, long rulesVersion) {}
}
