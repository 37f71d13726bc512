package io.penstock.identity.http;

import io.penstock.schemas.ProfileV1;

/** Where profiles are found. Thread-safe; answers at once and never throws for what it does not have. */
public interface ProfileDirectory {
    /**
     * The live profile that has an identifier.
     *
     * @param value as anybody would write it; normalised by the rules of the workspace
     */
    Answer byIdentifier(String workspace, String type, String value);

    /** The profile of an id, followed to the one that absorbed it. */
    Answer byId(String profileId);

    /** The state kept under exactly this id, which may be that it was absorbed. */
    Answer exactly(String profileId);

    /** How the service is. */
    Status status();

    /** What a look-up finds. */
    sealed interface Answer {
        record Found(ProfileV1 profile) implements Answer {}

        /**
         * Another instance keeps it.
         *
         * @param path what to ask there, beginning with a slash
         */
        record Elsewhere(String host, int port, String path) implements Answer {}

        record Unknown() implements Answer {}

        /** @param state of the stream processing, for people */
        record NotReady(String state) implements Answer {}
    }

    /**
     * A few figures of this instance.
     *
     * @param state of the stream processing; {@code RUNNING} is good
     * @param profiles about how many it keeps, absorbed ones included; 0 while not running
     * @param identifiers about how many it knows; 0 while not running
     * @param restored changelog entries read back since the start
     * @param toRestore changelog entries to read back, those included
     */
    record Status(String instance, String state, long profiles, long identifiers, long restored, long toRestore) {}
}
