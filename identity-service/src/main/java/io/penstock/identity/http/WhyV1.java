package io.penstock.identity.http;

import io.penstock.schemas.IdentifierV1;
import java.time.Instant;
import java.util.List;

/**
 * Why identifiers are where they are. Values are as the identity log has them, so whoever shows them masks them.
 *
 * @param verdict what was found
 * @param path fewest ties from the first to the second; empty unless they are together
 * @param profiles who has them: one if together or only one was asked for, else two in the order asked
 * @param refused what of either was refused by something of the other, as far as it is remembered; empty unless apart
 */
public record WhyV1(String workspace, Verdict verdict, List<Tie> path, List<Person> profiles, List<Refused> refused) {
    /** What was found. */
    public enum Verdict {
        /** Only one was asked for. */
        PERSON,
        TOGETHER,
        /** Nothing has tied them so far, or what would have was refused. */
        APART,
        /** An order keeps exactly these two apart. */
        CANNOT_LINK
    }

    /** One tie. @param kind {@code SEEN} in one record or {@code ORDERED} */
    public record Tie(IdentifierV1 from, IdentifierV1 to, String kind, Origin origin) {}

    /** @param merges profiles absorbed so far, those of the absorbed included */
    public record Person(String profileId, Instant createdAt, int merges, List<Joined> identifiers) {}

    /**
     * How an identifier came to a person.
     *
     * @param firstSeen as-of time of the record that brought it
     * @param origin the entry that brought it
     * @param ties to stronger identifiers of the same person
     * @param cannotLink what it must never share a person with
     */
    public record Joined(
            IdentifierV1 identifier, Instant firstSeen, Origin origin, List<Tie> ties, List<IdentifierV1> cannotLink) {}

    /** An identifier that came in one record with a stronger one and was not joined to it. */
    public record Refused(IdentifierV1 identifier, IdentifierV1 by) {}

    /**
     * What stood behind an entry of the identity log. Only the first two are there if a command made the rest be
     * forgotten; of a record there is no command, of a command no record.
     */
    public record Origin(
            String decisionId,
            long logOffset,
            String pipeline,
            String source,
            Long tableVersion,
            String rowKey,
            String recordId,
            String commandId,
            String author) {}
}
