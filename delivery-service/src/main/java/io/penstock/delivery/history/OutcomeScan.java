package io.penstock.delivery.history;

import static io.penstock.schemas.plain.PlainJson.ascii;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.plain.NotPlain;
import io.penstock.schemas.plain.PlainJson;
import io.penstock.schemas.plain.PlainParts;
import io.penstock.schemas.plain.Times;
import io.penstock.schemas.plain.Words;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads of an outcome what it is found by, if it is written as this service writes nearly all of them. Says nothing of
 * anything else; what it reads can be read by the serde. Not thread-safe.
 */
final class OutcomeScan {
    private static final byte[] WORKSPACE = ascii("{\"workspace\":");
    private static final byte[] DELIVERY_ID = ascii(",\"delivery_id\":");
    private static final byte[] KIND = ascii(",\"kind\":");
    private static final byte[] PIPELINE = ascii(",\"pipeline\":");
    private static final byte[] CONFIG_VERSION = ascii(",\"config_version\":");
    private static final byte[] EMIT = ascii(",\"emit\":");
    private static final byte[] DESTINATION = ascii(",\"destination\":");
    private static final byte[] PROFILE_ID = ascii(",\"profile_id\":");
    private static final byte[] ADDRESS = ascii(",\"address\":");
    private static final byte[] OBJECT = ascii(",\"object\":");
    private static final byte[] EVENT = ascii(",\"event\":");
    private static final byte[] STATUS = ascii(",\"status\":");
    private static final byte[] CODE = ascii(",\"code\":");
    private static final byte[] CATEGORY = ascii(",\"category\":");
    private static final byte[] NO_WORDS = ascii(",\"words\":[]");
    private static final byte[] ATTEMPTS = ascii(",\"attempts\":");
    private static final byte[] AMBIGUOUS = ascii(",\"ambiguous\":");
    private static final byte[] AS_OF = ascii(",\"as_of\":");
    private static final byte[] FIRST_ATTEMPT_AT = ascii(",\"first_attempt_at\":");
    private static final byte[] AT = ascii(",\"at\":");
    private static final byte[] RECORD_ID = ascii(",\"record_id\":");
    private static final byte[] ROW_KEY = ascii(",\"row_key\":");

    private final Words words = new Words();
    private final PlainParts parts = new PlainParts(words);
    private final Times called = new Times();
    private final Times begun = new Times();
    private final Times ended = new Times();

    Optional<Findable> read(byte[] bytes) {
        try {
            return Optional.of(read(new PlainJson(bytes)));
        } catch (NotPlain | DateTimeException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private Findable read(PlainJson in) {
        in.expect(WORKSPACE);
        in.skipText();
        in.expect(DELIVERY_ID);
        String deliveryId = in.text();
        in.expect(KIND);
        DeliveryV1.Kind.valueOf(in.text(words));
        in.expect(PIPELINE);
        String pipeline = in.text(words);
        in.expect(CONFIG_VERSION);
        in.number();
        in.expect(EMIT);
        in.skipText();
        in.expect(DESTINATION);
        in.skipText();
        String profileId = in.passes(PROFILE_ID) ? in.text() : null;
        IdentifierV1 address = in.passes(ADDRESS) ? parts.identifier(in) : null;
        ObjectRefV1 object = in.passes(OBJECT) ? parts.object(in) : null;
        skipText(in, EVENT);
        in.expect(STATUS);
        OutcomeV1.Status status = OutcomeV1.Status.valueOf(in.text(words));
        in.expect(CODE);
        String code = in.text(words);
        in.expect(CATEGORY);
        Category.valueOf(in.text(words));
        in.expect(NO_WORDS);
        in.expect(ATTEMPTS);
        Math.toIntExact(in.number());
        in.expect(AMBIGUOUS);
        Math.toIntExact(in.number());
        skipTime(in, AS_OF, called);
        skipTime(in, FIRST_ATTEMPT_AT, begun);
        in.expect(AT);
        Instant at = ended.of(in.text(words));
        skipText(in, RECORD_ID);
        skipText(in, ROW_KEY);
        parts.position(in);
        in.expect('}');
        in.expectEnd();
        return new Findable(at, deliveryId, profileId, address, object, pipeline, status, code);
    }

    private static void skipText(PlainJson in, byte[] name) {
        if (in.passes(name)) {
            in.skipText();
        }
    }

    /** It must be one all the same. */
    private void skipTime(PlainJson in, byte[] name, Times times) {
        if (in.passes(name)) {
            times.of(in.text(words));
        }
    }
}
