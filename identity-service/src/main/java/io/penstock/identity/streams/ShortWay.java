package io.penstock.identity.streams;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityLogEntryV1.Origin;
import io.penstock.schemas.IdentitySettledV1;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which records of one partition need not pass the identity log: those whose exact identifiers, as written,
 * were settled before by the same rules and in the same epoch. One per life of a task; it starts knowing nothing, and
 * then everything goes the long way.
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

    private final SettledSets settled;
    private final SipHash hash = new SipHash();
    private final Map<String, Lane> lanes = new HashMap<>();
    private long firstOffset = -1;

    ShortWay(int entries) {
        settled = new SettledSets(entries);
    }

    /**
     * The origin under which the log is asked about a record.
     *
     * @param offset of the record in its partition; rises from call to call
     */
    Origin origin(RawRecord record, long rulesVersion, int partition, long offset) {
        if (firstOffset < 0) {
            firstOffset = offset;
        }
        hash.start().add(record.workspace()).add(rulesVersion);
        List<IdentifierV1> identifiers = record.identifiers();
        for (int i = 0; i < identifiers.size(); i++) {
            hash.add(identifiers.get(i).type()).add(identifiers.get(i).value());
        }
        long[] fingerprint = hash.finish();
        return new Origin(partition, offset, hex(fingerprint), rulesVersion);
    }

    /** The change that says where the record belongs; empty if the log has to say it, which is taken note of. */
    Optional<IdentityChangeV1> take(RawRecord record, Origin origin, Rules rules) {
        Lane lane = lanes.computeIfAbsent(record.workspace(), _ -> new Lane(firstOffset - 1));
        int place = place(record);
        if (lane.sent[place] <= lane.answered) {
            SettledSets.Settled known = settled.find(half(origin.fingerprint(), 0), half(origin.fingerprint(), 16));
            if (known != null && known.epoch() == lane.epoch) {
                Optional<Identifier> by = carrier(record, known.by(), rules);
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
        switch (answer.kind()) {
            case EPOCH -> lane.epoch = Math.max(lane.epoch, answer.epoch());
            case SETTLED -> {
                lane.epoch = Math.max(lane.epoch, answer.epoch());
                lane.answered = Math.max(lane.answered, answer.offset());
                settled.put(
                        half(answer.fingerprint(), 0),
                        half(answer.fingerprint(), 16),
                        new SettledSets.Settled(answer.profileId(), answer.logOffset(), answer.by(), answer.epoch()));
            }
        }
    }

    private int place(RawRecord record) {
        return (int) (hash.start().add(record.partitionKey()).finish()[1] & PLACES - 1);
    }

    private static Optional<Identifier> carrier(RawRecord record, int by, Rules rules) {
        if (by < 0 || by >= record.identifiers().size()) {
            return Optional.empty();
        }
        IdentifierV1 given = record.identifiers().get(by);
        return rules.normalise(new Identifier(given.type(), given.value()));
    }

    private static IdentityChangeV1 change(
            RawRecord record, Origin origin, SettledSets.Settled known, Identifier carrier) {
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

    private static String hex(long[] fingerprint) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(fingerprint[0]) + hex.toHexDigits(fingerprint[1]);
    }

    private static long half(String fingerprint, int from) {
        return HexFormat.fromHexDigitsToLong(fingerprint, from, from + 16);
    }
}
