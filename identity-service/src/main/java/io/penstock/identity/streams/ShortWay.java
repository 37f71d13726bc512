package io.penstock.identity.streams;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityLogEntryV1.Origin;
import io.penstock.schemas.IdentitySettledV1;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which records of one partition need not pass the identity log: those of whose identifiers, as written, each
 * two were settled before in one record, by the same rules and in the same epoch, and all in the same profile. The log
 * would find every one of them there and change nothing, and it holds all evidence of who goes with whom, should
 * somebody fold it again by other rules. One per life of a task; it starts knowing nothing, and then everything goes
 * the long way.
 *
 * <p>Records of one person keep their order: a record goes the long way while an earlier one of its key may still be in
 * the log. The log answers in its own order, so the highest offset answered says what is through; keys share 65,536
 * places for the offset sent last, and two keys in one place only make each other careful.
 */
final class ShortWay {
    private static final int PLACES = 1 << 16;

    /** What is known of one workspace. */
    private static final class Lane {
        private final long[] sent = new long[PLACES];
        private long answered = -1;
        private long epoch;

        Lane(long before) {
            Arrays.fill(sent, before);
        }
    }

    private final Fingerprints fingerprints;
    private final SettledPairs settled;
    private final SipHash places = new SipHash();
    private final Map<String, Lane> lanes = new HashMap<>();
    private long firstOffset = -1;

    ShortWay(Fingerprints fingerprints, int entries) {
        this.fingerprints = fingerprints;
        settled = new SettledPairs(entries);
    }

    /**
     * The change that says where the record belongs; empty if the log has to say it, which is taken note of.
     *
     * @param origin its offset rises from call to call
     */
    Optional<IdentityChangeV1> take(RawRecord record, Origin origin, Rules rules) {
        if (firstOffset < 0) {
            firstOffset = origin.offset();
        }
        Lane lane = lanes.computeIfAbsent(record.workspace(), _ -> new Lane(firstOffset - 1));
        int place = place(record);
        if (lane.sent[place] <= lane.answered) {
            SettledPairs.Settled known = known(record, origin.rulesVersion(), rules);
            if (known != null && known.epoch() == lane.epoch) {
                Optional<Identifier> by = strongest(record, rules);
                if (by.isPresent()) {
                    return Optional.of(change(record, origin, known, by.get()));
                }
            }
        }
        lane.sent[place] = origin.offset();
        return Optional.empty();
    }

    /** What the log answered. */
    void learn(IdentitySettledV1 answer) {
        if (firstOffset < 0) {
            return; // nothing of what is under way here was sent by this life of the task
        }
        Lane lane = lanes.computeIfAbsent(answer.workspace(), _ -> new Lane(firstOffset - 1));
        lane.epoch = Math.max(lane.epoch, answer.epoch());
        if (answer.kind() == IdentitySettledV1.Kind.SETTLED) {
            lane.answered = Math.max(lane.answered, answer.offset());
            remember(answer);
        }
    }

    /** An id of another form is left out. */
    private void remember(IdentitySettledV1 answer) {
        long[] id = CompactIds.bits(answer.profileId());
        if (id != null) {
            SettledPairs.Settled now = new SettledPairs.Settled(id[0], id[1], answer.logOffset(), answer.epoch());
            long[] pairs = Fingerprints.read(answer.fingerprint());
            for (int i = 0; i < pairs.length; i += 2) {
                settled.put(pairs[i], pairs[i + 1], now);
            }
        }
    }

    private int place(RawRecord record) {
        return (int) (places.start().add(record.partitionKey()).finish()[1] & PLACES - 1);
    }

    /** The profile that has all identifiers; null if two are not known or there are more than the rules look at. */
    private SettledPairs.Settled known(RawRecord record, long rulesVersion, Rules rules) {
        if (record.identifiers().size() > rules.limits().identifiersPerRecord()) {
            return null;
        }
        long[] pairs = fingerprints.of(record.workspace(), rulesVersion, record.identifiers());
        SettledPairs.Settled all = null;
        for (int i = 0; i < pairs.length; i += 2) {
            SettledPairs.Settled one = settled.find(pairs[i], pairs[i + 1]);
            all = i == 0 || one == null ? one : all.and(one);
            if (all == null) {
                return null;
            }
        }
        return all;
    }

    /** As the log would sort them: by strength of the type, then by value. */
    private static Optional<Identifier> strongest(RawRecord record, Rules rules) {
        Identifier strongest = null;
        int rank = Integer.MAX_VALUE;
        for (IdentifierV1 given : record.identifiers()) {
            int its = rules.rank(given.type());
            if (its > rank) {
                continue;
            }
            Optional<Identifier> normalised = rules.normalise(new Identifier(given.type(), given.value()));
            if (normalised.isEmpty()) {
                return Optional.empty();
            }
            if (its < rank || normalised.get().value().compareTo(strongest.value()) < 0) {
                strongest = normalised.get();
                rank = its;
            }
        }
        return Optional.ofNullable(strongest);
    }

    private static IdentityChangeV1 change(
            RawRecord record, Origin origin, SettledPairs.Settled known, Identifier carrier) {
        return new IdentityChangeV1(
                record.workspace(),
                known.profileId(),
                IdentityChangeV1.Kind.EVENT,
                null,
                0,
                known.logOffset(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new IdentifierV1(carrier.type(), carrier.value()),
                origin);
    }
}
