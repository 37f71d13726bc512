package io.penstock.webhook.http;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.EngagementV1;
import io.penstock.webhook.core.EngagementLog;
import io.penstock.webhook.core.Signature;
import io.penstock.webhook.core.SigningKeys;
import io.penstock.webhook.core.Tally;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Decides about one webhook: refuse, keep, quarantine, or ask to come again.
 *
 * <p>An authentic webhook is never refused for what it holds: the sender would hold back everything behind it for up to
 * 7 days. Nor is one refused for a fault of ours: 503 is not on the sender's list of statuses that cost an hour.
 * Thread-safe.
 */
public final class WebhookDoor {
    private static final Logger LOG = Logger.getLogger(WebhookDoor.class);
    private static final String STAGE = "webhook.http";
    private static final String ORIGIN = "webhook:customerio";

    private static final int ALARM = 3;
    private static final int LOUD = 1000;

    private final Signature signature;
    private final Supplier<SigningKeys> keys;
    private final EngagementLog<EngagementV1, DeadLetterV1> log;
    private final WebhookPerson person;
    private final InstantSource clock;
    private final Tally tally;

    /** @param keys asked for each webhook, so that rotated keys are seen */
    public WebhookDoor(
            Signature signature,
            Supplier<SigningKeys> keys,
            EngagementLog<EngagementV1, DeadLetterV1> log,
            WebhookPerson person,
            InstantSource clock,
            Tally tally) {
        this.signature = signature;
        this.keys = keys;
        this.log = log;
        this.person = person;
        this.clock = clock;
        this.tally = tally;
    }

    /** What to answer. */
    public enum Answer {
        KEPT,
        REFUSED,
        COME_AGAIN
    }

    /** Blocks until the webhook is kept, or cannot be. Safe to repeat: copies carry the same event id. */
    public Answer receive(String timestamp, String given, byte[] body) {
        return switch (keys.get()) {
            case SigningKeys.Unknown unknown -> {
                LOG.warnf("webhook not taken, reason=%s", unknown.reason());
                tally.unavailable.incrementAndGet();
                yield Answer.COME_AGAIN;
            }
            case SigningKeys.Known known -> {
                Instant now = clock.instant();
                if (!signature.isValid(known.keys(), timestamp, given, body, now)) {
                    yield refuse();
                }
                tally.refusedInARow.set(0);
                yield keep(body, known.workspace(), now);
            }
        };
    }

    /** Says so aloud when it happens again and again: a key that is wrong with us stops the whole feed. */
    private Answer refuse() {
        tally.refused.incrementAndGet();
        long row = tally.refusedInARow.incrementAndGet();
        if (row == ALARM || row % LOUD == 0) {
            LOG.errorf("webhooks refused in a row: wrong signing key, or somebody tries, count=%d", row);
        }
        return Answer.REFUSED;
    }

    private Answer keep(byte[] body, String workspace, Instant now) {
        Reading reading = EnvelopeReader.read(body, workspace, now);
        boolean safe = switch (reading) {
            case Reading.Event(EngagementV1 event) -> log.keep(event) && person.tell(event);
            case Reading.Odd odd -> log.quarantine(letter(odd, body, now));
        };
        if (!safe) {
            tally.unavailable.incrementAndGet();
            return Answer.COME_AGAIN;
        }
        tally.received.incrementAndGet();
        if (reading instanceof Reading.Odd odd) {
            tally.quarantined.incrementAndGet();
            LOG.warnf("webhook quarantined, reason=%s bytes=%d", odd.code(), body.length);
        }
        return Answer.KEPT;
    }

    private static DeadLetterV1 letter(Reading.Odd odd, byte[] body, Instant now) {
        boolean text = !odd.code().equals("not_utf8");
        return new DeadLetterV1(
                STAGE,
                odd.code(),
                Category.SOURCE_DATA,
                odd.reason(),
                ORIGIN,
                -1,
                -1,
                hash(body),
                text
                        ? new String(body, StandardCharsets.UTF_8)
                        : Base64.getEncoder().encodeToString(body),
                text ? "json" : "base64",
                null,
                0,
                now);
    }

    /** Key of a quarantined body: the same for every copy. */
    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
