package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * An identifier a profile has.
 *
 * @param raw what the source wrote when it first came
 * @param firstSeen as-of time of the observation that brought it
 * @param lastSeen day (UTC midnight) of the newest observation that repeated it; kept up to date only while its type
 *     evicts, for the others it is the day of the last change the identifier had part in
 * @param source pipeline that brought it
 * @param since log offset of the entry that brought it to this profile, or to one that was absorbed
 * @param came time stamp of that entry, in whole hours
 * @param evidence ties to stronger identifiers of the same profile, in log order, at most one per stronger identifier
 * @param apart identifiers it must never share a profile with, wherever they are; each of them says the same of this
 */
public record Known(
        Identifier identifier,
        String raw,
        Instant firstSeen,
        Instant lastSeen,
        String source,
        long since,
        Instant came,
        List<Evidence> evidence,
        List<Identifier> apart) {
    public Known {
        evidence = List.copyOf(evidence);
        apart = List.copyOf(apart);
    }

    /** As first brought by an observation. */
    static Known first(Identifier identifier, String raw, LogEntry.Observe entry, List<Identifier> apart) {
        Observation observation = entry.observation();
        return new Known(
                identifier,
                raw,
                observation.asOf(),
                day(observation.asOf()),
                observation.pipeline(),
                entry.offset(),
                entry.loggedAt().truncatedTo(ChronoUnit.HOURS),
                List.of(),
                apart);
    }

    /** Seen again; the same instance if that was not on a later day. */
    Known seenAt(Instant asOf) {
        // Most repeats are of the same day: compared without making one.
        if (asOf.getEpochSecond() < lastSeen.getEpochSecond() + 86_400) {
            return this;
        }
        return new Known(identifier, raw, firstSeen, day(asOf), source, since, came, evidence, apart);
    }

    Known with(List<Evidence> changed) {
        return new Known(identifier, raw, firstSeen, lastSeen, source, since, came, changed, apart);
    }

    Known apartFrom(List<Identifier> changed) {
        return new Known(identifier, raw, firstSeen, lastSeen, source, since, came, evidence, changed);
    }

    /** Tied to a stronger one; unchanged if it is already, except that an order replaces what was only seen. */
    Known tied(Evidence tie) {
        List<Evidence> all = new ArrayList<>(evidence);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).with().equals(tie.with())) {
                if (tie.kind() == Evidence.Kind.SEEN || all.get(i).kind() == Evidence.Kind.ORDERED) {
                    return this;
                }
                all.remove(i);
                break;
            }
        }
        all.add(tie);
        return with(all);
    }

    private static Instant day(Instant asOf) {
        return asOf.truncatedTo(ChronoUnit.DAYS);
    }
}
