package io.penstock.identity.http;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.schemas.ProfileV1;
import java.util.Optional;
import java.util.OptionalLong;

/** Where profiles are found. Thread-safe; answers at once and never throws for what it does not have. */
public interface ProfileDirectory {
    /** Which copy may answer. */
    enum Freshness {
        /** The one that is worked on, wherever it is. */
        CURRENT,
        /** Also a second copy here that may be behind, and what is here while nobody works on it. */
        STALE_ALLOWED
    }

    /**
     * The live profile that has an identifier.
     *
     * @param given value as anybody would write it; normalised by the rules of the workspace
     */
    Answer byIdentifier(String workspace, Identifier given, Freshness freshness);

    /** The profile of an id, followed to the one that absorbed it. */
    Answer byId(String profileId, Freshness freshness);

    /** The state kept under exactly this id, which may be that it was absorbed. */
    Answer exactly(String profileId, Freshness freshness);

    /**
     * Why identifiers are one person or not, or how all of a person's came together.
     *
     * @param second empty: the person who has the first
     */
    Answer explain(String workspace, Identifier first, Optional<Identifier> second, Freshness freshness);

    /** Whether an order has been carried out: by its command id, whatever it changed. */
    Answer command(String workspace, String commandId, Freshness freshness);

    /** How the service is. */
    Status status();

    /** What a look-up finds. */
    sealed interface Answer {
        record Found(ProfileV1 profile, Age age) implements Answer {}

        record Explained(WhyV1 why, Age age) implements Answer {}

        /** The order has been carried out; a repeat of its id does nothing. */
        record Applied(String commandId, Age age) implements Answer {}

        /**
         * Another instance keeps it.
         *
         * @param path what to ask there, beginning with a slash
         */
        record Elsewhere(String host, int port, String path) implements Answer {}

        /** @param standing what is known about it, for people, without its value; or empty */
        record Unknown(String standing) implements Answer {}

        /** @param state of the stream processing, for people */
        record NotReady(String state) implements Answer {}
    }

    /** How old an answer is. */
    sealed interface Age {
        /** From the copy that is worked on. */
        record Current() implements Age {}

        /** @param recordsBehind changes not read yet, at most; empty if it cannot be known now */
        record Behind(OptionalLong recordsBehind) implements Age {}
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
