package io.penstock.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.EngagementV1;
import io.penstock.webhook.core.EngagementLog;
import io.penstock.webhook.core.Row;
import io.penstock.webhook.core.Signature;
import io.penstock.webhook.core.SigningKeys;
import io.penstock.webhook.core.Tally;
import io.penstock.webhook.lakehouse.EventsTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeded: a failure comes again. Sizes by {@code penstock.fuzz.bodies} and {@code penstock.fuzz.signatures}. */
class WebhookFuzzTest {
    private static final int BODIES = Integer.getInteger("penstock.fuzz.bodies", 10_000);
    private static final int SIGNATURES = Integer.getInteger("penstock.fuzz.signatures", 2_000);
    private static final LinkedHashMap<String, String> GIVEN =
            new LinkedHashMap<>(Map.of("customerio_id", "id", "email", "email", "cio_id", "cio_id"));
    private static final Instant NOW = Instant.ofEpochSecond(1773532801);
    private static final String TIME = "1773532801";
    private static final List<String> KEYS = List.of("whsec_old", "whsec_new");

    private final Random random = new Random(42);
    private final List<byte[]> examples = examples();
    private long kept;

    WebhookFuzzTest() {
        java.util.logging.Logger.getLogger(WebhookDoor.class.getName()).setLevel(java.util.logging.Level.OFF);
    }

    @Test
    void anAuthenticBodyIsAlwaysTakenWhateverItHolds() {
        WebhookDoor door = door();
        for (int n = 0; n < BODIES; n++) {
            byte[] body = mutated();
            String signature = Signature.of(KEYS.get(n % 2), TIME, body);
            assertThat(door.receive(TIME, n % 3 == 0 ? "v0=" + signature : signature, body))
                    .as("body %d", n)
                    .isEqualTo(WebhookDoor.Answer.KEPT);
        }
        assertThat(kept).isEqualTo(BODIES);
    }

    @Test
    void noForgeryIsTaken() {
        WebhookDoor door = door();
        for (int n = 0; n < SIGNATURES; n++) {
            byte[] body = examples.get(random.nextInt(examples.size()));
            String good = Signature.of(KEYS.get(n % 2), TIME, body);
            WebhookDoor.Answer answer = switch (n % 4) {
                case 0 -> door.receive(TIME, changed(good), body);
                case 1 -> door.receive(Long.toString(Long.parseLong(TIME) - 1 - random.nextInt(9999)), good, body);
                case 2 -> door.receive(TIME, good, flipped(body));
                default -> door.receive(TIME, Signature.of("whsec_" + random.nextLong(), TIME, body), body);
            };
            assertThat(answer).as("forgery %d", n).isEqualTo(WebhookDoor.Answer.REFUSED);
        }
        assertThat(kept).isZero();
    }

    private byte[] mutated() {
        byte[] body = examples.get(random.nextInt(examples.size())).clone();
        for (int times = random.nextInt(6); times > 0; times--) {
            body = switch (random.nextInt(5)) {
                case 0 -> flipped(body);
                case 1 -> java.util.Arrays.copyOf(body, random.nextInt(body.length + 1));
                case 2 -> replaced(body, "\"", random.nextBoolean() ? "" : "\\u0000");
                case 3 -> replaced(body, ":", ":" + "[".repeat(random.nextInt(80)));
                default -> replaced(body, "1773", random.nextBoolean() ? "9".repeat(random.nextInt(400) + 1) : "-1e99");
            };
            if (body.length == 0) {
                return body;
            }
        }
        return body;
    }

    private String changed(String signature) {
        int at = random.nextInt(signature.length());
        char other = "0123456789abcdefZ ".charAt(random.nextInt(18));
        String changed = signature.substring(0, at) + other + signature.substring(at + 1);
        return changed.equals(signature) ? signature.substring(1) : changed;
    }

    private byte[] flipped(byte[] body) {
        byte[] copy = body.clone();
        copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    private static byte[] replaced(byte[] body, String what, String with) {
        return new String(body, StandardCharsets.ISO_8859_1)
                .replaceFirst(java.util.regex.Pattern.quote(what), java.util.regex.Matcher.quoteReplacement(with))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private WebhookDoor door() {
        EngagementLog<EngagementV1, DeadLetterV1> log = new EngagementLog<>() {
            @Override
            public boolean keep(EngagementV1 event) {
                kept++;
                return EventsTable.row(event, new Row.Origin("t", 0, 1)).isPresent();
            }

            @Override
            public boolean quarantine(DeadLetterV1 letter) {
                kept++;
                return true;
            }
        };
        return new WebhookDoor(
                Signature.standard(),
                () -> new SigningKeys.Known("acme", KEYS),
                log,
                new WebhookPerson(() -> List.of(Feed.of("acme", "who", 1, GIVEN)), _ -> true),
                InstantSource.fixed(NOW),
                new Tally());
    }

    private static List<byte[]> examples() {
        try (var in = WebhookFuzzTest.class.getResourceAsStream("/webhooks/examples.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
