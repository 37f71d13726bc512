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
 */
public record IdentityLogEntryV1(
        String workspace,
        Kind kind,
        RecordV1 record,
        ObjectNode identity,
        long configVersion,
        IdentityCommandV1 command) {
    /** What an entry does. */
    public enum Kind {
        OBSERVE,
        CONFIG,
        COMMAND
    }
}
