package io.penstock.identity.streams;

import static io.penstock.schemas.plain.PlainJson.ascii;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.IdentityLogEntryV1.Origin;
import io.penstock.schemas.IdentitySettledV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.plain.NotPlain;
import io.penstock.schemas.plain.PlainJson;
import io.penstock.schemas.plain.PlainParts;
import io.penstock.schemas.plain.Words;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what {@link WireJson} and ingest write nearly always, fields in their order, to the same end as {@link Frames}.
 * Says nothing of anything else. Safe from any thread.
 */
final class PlainFrames {
    private static final byte[] WORKSPACE = ascii("{\"workspace\":");
    private static final byte[] PROFILE_ID = ascii(",\"profile_id\":");
    private static final byte[] OBSERVE = ascii(",\"kind\":\"OBSERVE\",\"config_version\":");
    private static final byte[] EVENT = ascii(",\"kind\":\"EVENT\"");
    private static final byte[] SETTLED = ascii(",\"kind\":\"SETTLED\",\"partition\":");
    private static final byte[] PARTITION = ascii("{\"partition\":");
    private static final byte[] OFFSET = ascii(",\"offset\":");
    private static final byte[] RULES_VERSION = ascii(",\"rules_version\":");
    private static final byte[] ORIGIN = ascii(",\"origin\":");
    private static final byte[] RECORD = ascii(",\"record\":");
    private static final byte[] FINGERPRINT = ascii(",\"fingerprint\":");
    private static final byte[] LOG_OFFSET = ascii(",\"log_offset\":");
    private static final byte[] EPOCH = ascii(",\"epoch\":");
    private static final byte[] IDENTIFIERS = ascii(",\"identifiers\":[");
    private static final byte[] TYPE = ascii("{\"type\":");
    private static final byte[] VALUE = ascii(",\"value\":");
    private static final byte[] RAW = ascii(",\"raw\":");
    private static final byte[] FIRST_SEEN = ascii(",\"first_seen\":");
    private static final byte[] LAST_SEEN = ascii(",\"last_seen\":");
    private static final byte[] SOURCE = ascii(",\"source\":");
    private static final byte[] CREATED_AT = ascii(",\"created_at\":");
    private static final byte[] DECISION_ID = ascii(",\"decision_id\":");
    private static final byte[] ABSORBED = ascii(",\"absorbed\":");
    private static final byte[] MOVED = ascii(",\"moved\":[]");
    private static final byte[] MERGED_FROM = ascii(",\"merged_from\":");
    private static final byte[] BY = ascii(",\"by\":");
    private static final byte[] BYPASSED = ascii(",\"bypassed\":");

    private final Words words = new Words();
    private final PlainParts parts = new PlainParts(words);
    private final PlainRecords records = new PlainRecords(words);

    Optional<RawRecord> record(byte[] bytes) {
        return read(bytes, in -> records.read(in, bytes, RawRecord.Use.ORDER));
    }

    /** An entry that observes a record. */
    Optional<Frames.Logged> logged(byte[] bytes) {
        return read(bytes, in -> {
            in.expect(WORKSPACE);
            String workspace = in.text(words);
            in.expect(OBSERVE);
            long configVersion = in.number();
            Origin origin = in.passes(ORIGIN) ? origin(in) : null;
            in.expect(RECORD);
            RawRecord record = records.read(in, bytes, RawRecord.Use.ORDER);
            in.expect('}');
            var kind = IdentityLogEntryV1.Kind.OBSERVE;
            return new Frames.Logged(
                    new IdentityLogEntryV1(workspace, kind, null, null, configVersion, null, origin), record);
        });
    }

    /** A change by a record. */
    Optional<Frames.Changed> changed(byte[] bytes) {
        return read(bytes, in -> {
            in.expect(WORKSPACE);
            String workspace = in.text(words);
            in.expect(PROFILE_ID);
            String profileId = in.text();
            in.expect(EVENT);
            in.expect(IDENTIFIERS);
            List<ProfileV1.Known> identifiers = known(in);
            in.expect(EPOCH);
            long epoch = in.number();
            in.expect(LOG_OFFSET);
            long logOffset = in.number();
            Instant createdAt = in.passes(CREATED_AT) ? InstantText.parse(in.text()) : null;
            String decisionId = in.passes(DECISION_ID) ? in.text() : null;
            in.expect(ABSORBED);
            List<String> absorbed = parts.texts(in);
            in.expect(MOVED);
            in.expect(MERGED_FROM);
            List<String> mergedFrom = parts.texts(in);
            IdentifierV1 by = in.passes(BY) ? parts.identifier(in) : null;
            Origin bypassed = in.passes(BYPASSED) ? origin(in) : null;
            in.expect(RECORD);
            RawRecord record = records.read(in, bytes, RawRecord.Use.TRAITS);
            in.expect('}');
            return new Frames.Changed(
                    new IdentityChangeV1(
                            workspace,
                            profileId,
                            IdentityChangeV1.Kind.EVENT,
                            identifiers,
                            epoch,
                            logOffset,
                            createdAt,
                            decisionId,
                            null,
                            null,
                            absorbed,
                            null,
                            List.of(),
                            mergedFrom,
                            by,
                            bypassed),
                    record);
        });
    }

    /** An answer about one record. */
    Optional<IdentitySettledV1> settled(byte[] bytes) {
        return read(bytes, in -> {
            in.expect(WORKSPACE);
            String workspace = in.text(words);
            in.expect(SETTLED);
            int partition = Math.toIntExact(in.number());
            in.expect(OFFSET);
            long offset = in.number();
            in.expect(FINGERPRINT);
            String fingerprint = in.text();
            in.expect(PROFILE_ID);
            String profileId = in.text();
            in.expect(LOG_OFFSET);
            long logOffset = in.number();
            in.expect(EPOCH);
            long epoch = in.number();
            in.expect('}');
            var kind = IdentitySettledV1.Kind.SETTLED;
            return new IdentitySettledV1(workspace, kind, partition, offset, fingerprint, profileId, logOffset, epoch);
        });
    }

    private static <T> Optional<T> read(byte[] bytes, Function<PlainJson, T> reading) {
        try {
            PlainJson in = new PlainJson(bytes);
            T found = reading.apply(in);
            in.expectEnd();
            return Optional.of(found);
        } catch (NotPlain | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private List<ProfileV1.Known> known(PlainJson in) {
        if (in.passes(']')) {
            return List.of();
        }
        List<ProfileV1.Known> found = new ArrayList<>(4);
        do {
            in.expect(TYPE);
            String type = in.text(words);
            in.expect(VALUE);
            String value = in.text();
            String raw = in.passes(RAW) ? in.text() : null;
            Instant firstSeen = in.passes(FIRST_SEEN) ? InstantText.parse(in.text()) : null;
            Instant lastSeen = in.passes(LAST_SEEN) ? InstantText.parse(in.text()) : null;
            String source = in.passes(SOURCE) ? in.text(words) : null;
            in.expect('}');
            found.add(new ProfileV1.Known(type, value, raw, firstSeen, lastSeen, source));
        } while (in.passes(','));
        in.expect(']');
        return found;
    }

    private static Origin origin(PlainJson in) {
        in.expect(PARTITION);
        int partition = Math.toIntExact(in.number());
        in.expect(OFFSET);
        long offset = in.number();
        in.expect(RULES_VERSION);
        long rulesVersion = in.number();
        in.expect('}');
        return new Origin(partition, offset, rulesVersion);
    }
}
