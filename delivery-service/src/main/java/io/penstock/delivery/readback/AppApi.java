package io.penstock.delivery.readback;

import io.penstock.schemas.IdentifierV1;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one workspace is asked. Each question blocks for at most the time-out; faults are answers. For one thread. */
public interface AppApi {
    /** Whether an attribute of that name is shown as it was sent. Asks nobody; from any thread. */
    boolean shows(String attribute);

    /** What is known of a person there. */
    Seen person(IdentifierV1 address);

    /**
     * Attribute changes that failed there, the newest first.
     *
     * @param cursor {@code next} of the page before
     */
    Page failedChanges(Optional<String> cursor);

    /** The answer about a person. */
    sealed interface Seen {
        /**
         * @param attributes every value as text
         * @param changed when an attribute was last written, for those of which the answer says so
         */
        record Person(Map<String, String> attributes, Map<String, Instant> changed) implements Seen {
            public Person {
                attributes = Map.copyOf(attributes);
                changed = Map.copyOf(changed);
            }
        }

        /** Nobody has that identifier. */
        record Nobody() implements Seen {}
    }

    /** A part of the activity log. */
    sealed interface Page {
        /** @param next of the part that is older; empty if there is none */
        record Entries(List<Activity> newestFirst, Optional<String> next) implements Page {
            public Entries {
                newestFirst = List.copyOf(newestFirst);
            }
        }
    }

    /**
     * No answer that counts.
     *
     * @param code stable reason
     * @param pause how long nothing should be asked
     */
    record Fault(String code, Duration pause) implements Seen, Page {}
}
