package io.penstock.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.EngagementV1;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {
    private static final Instant NOW = Instant.parse("2026-03-15T12:00:00Z");

    static List<String> examples() throws IOException {
        try (InputStream in = EnvelopeReaderTest.class.getResourceAsStream("/webhooks/examples.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readsEveryExampleAndKeepsItsBodyToTheByte(String body) {
        EngagementV1 event = event(body);
        assertThat(event.eventId()).startsWith("01HZY3N1A").hasSize(26);
        assertThat(event.body()).isEqualTo(body);
        assertThat(event.occurredAt()).isBetween(Instant.ofEpochSecond(1773532800), Instant.ofEpochSecond(1773536600));
        assertThat(event.receivedAt()).isEqualTo(NOW);
        assertThat(event.workspace()).isEqualTo("acme");
        assertThat(event.cioId()).startsWith("a300000");
        assertThat(body).contains("\"object_type\":\"" + event.objectType() + "\"");
        assertThat(body).contains("\"metric\":\"" + event.metric() + "\"");
    }

    @Test
    void thereAreSixteenExamplesOfAllChannels() throws IOException {
        assertThat(examples()).hasSize(16);
        assertThat(examples().stream().map(body -> event(body).objectType()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "email", "push", "in_app", "sms", "whatsapp", "slack", "webhook", "customer");
    }

    @Test
    void findsWhoAndWhatCausedIt() throws IOException {
        Map<String, EngagementV1> byId = examples().stream()
                .map(EnvelopeReaderTest::event)
                .collect(Collectors.toMap(EngagementV1::eventId, event -> event));
        EngagementV1 sent = byId.get("01HZY3N1A0000000000000SENT");
        assertThat(sent.triggerEventId()).isEqualTo("01HZY3MZ6W2Q6V3Y0J5K8M4R1T");
        assertThat(sent.campaignId()).isEqualTo(23);
        assertThat(sent.deliveryId()).isEqualTo("dgTJlgEAAZLxQ0a1b2c3d4e5f6==");
        assertThat(sent.personId()).isEqualTo("usr_8472");
        assertThat(sent.email()).isEqualTo("ada@example.com");
        assertThat(sent.human()).isNull();
        assertThat(byId.get("01HZY3N1A00000000000000PEN").human()).isFalse();
        assertThat(byId.get("01HZY3N1A0000000000000C11K").human()).isTrue();
        assertThat(byId.get("01HZY3N1A0000000000000C11K").href()).isEqualTo("https://example.com/upgrade?a=1");
        EngagementV1 bounced = byId.get("01HZY3N1A0000000000000B0NC");
        assertThat(bounced.personId()).isNull();
        assertThat(bounced.campaignId()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "1773532800,2026-03-15T00:00:00Z",
        "'\"1773532800\"',2026-03-15T00:00:00Z",
        "1773532800123,2026-03-15T00:00:00.123Z",
        "1773532800.7,2026-03-15T00:00:00Z",
        "'\"2026-03-15T00:00:00Z\"',2026-03-15T00:00:00Z"
    })
    void readsTheTimeInWhateverWayItIsWritten(String timestamp, Instant expected) {
        assertThat(event("{\"event_id\":\"e\",\"timestamp\":" + timestamp + "}").occurredAt())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"soon\"", "{}", "-5", "1e300"})
    void takesTheTimeInsideTheEventIdSoThatCopiesShareTheirDay(String timestamp) {
        String body = "{\"event_id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"timestamp\":" + timestamp + "}";
        assertThat(event(body).occurredAt()).isEqualTo(Instant.parse("2016-07-30T23:54:10.259Z"));
        assertThat(event("{\"event_id\":\"not-a-ulid\",\"timestamp\":" + timestamp + "}")
                        .occurredAt())
                .isEqualTo(Instant.EPOCH);
    }

    @Test
    void keepsUnknownTypesAndKeys() {
        EngagementV1 event =
                event("{\"event_id\":\"e\",\"object_type\":\"inbox\",\"metric\":\"shimmered\",\"new\":[1]}");
        assertThat(event.objectType()).isEqualTo("inbox");
        assertThat(event.metric()).isEqualTo("shimmered");
        assertThat(event("{\"event_id\":\"e\"}").metric()).isEqualTo("unknown");
    }

    @Test
    void prefersIdentifiersToTheCustomerId() {
        assertThat(event("{\"event_id\":\"e\",\"data\":{\"customer_id\":\"0200000001\",\"identifiers\":{\"id\":null}}}")
                        .personId())
                .isNull();
        assertThat(event("{\"event_id\":\"e\",\"data\":{\"customer_id\":\"usr_1\"}}")
                        .personId())
                .isEqualTo("usr_1");
        assertThat(event("{\"event_id\":\"e\",\"data\":{\"customer_id\":\"\",\"identifiers\":{\"id\":42}}}")
                        .personId())
                .isEqualTo("42");
    }

    @Test
    void readsALargeContent() {
        String body = "{\"event_id\":\"e\",\"data\":{\"content\":\"" + "x".repeat(600_000) + "\"}}";
        assertThat(event(body).body()).hasSize(body.length());
    }

    @ParameterizedTest
    @CsvSource({
        "'',not_json",
        "'{',not_json",
        "'{\"event_id\":\"e\"} x',not_json",
        "'{\"event_id\":\"a\",\"event_id\":\"b\"}',not_json",
        "'[{\"event_id\":\"e\"}]',not_an_object",
        "'\"text\"',not_an_object",
        "'{}',no_event_id",
        "'{\"event_id\":null}',no_event_id",
        "'{\"event_id\":\" \"}',no_event_id",
        "'{\"event_id\":{}}',no_event_id"
    })
    void callsOddWhatIsNoEvent(String body, String code) {
        assertThat(EnvelopeReader.read(body.getBytes(StandardCharsets.UTF_8), "acme", NOW))
                .isInstanceOfSatisfying(
                        Reading.Odd.class, odd -> assertThat(odd.code()).isIn(code, "not_an_object"));
    }

    @Test
    void callsOddWhatIsNotUtf8OrTooDeep() {
        assertThat(EnvelopeReader.read(new byte[] {'{', (byte) 0xc3, '}'}, "acme", NOW))
                .isInstanceOfSatisfying(
                        Reading.Odd.class, odd -> assertThat(odd.code()).isEqualTo("not_utf8"));
        String deep = "{\"event_id\":\"e\",\"d\":" + "[".repeat(70) + "]".repeat(70) + "}";
        assertThat(EnvelopeReader.read(deep.getBytes(StandardCharsets.UTF_8), "acme", NOW))
                .isInstanceOfSatisfying(
                        Reading.Odd.class, odd -> assertThat(odd.code()).isEqualTo("not_json"));
    }

    @Test
    void hasAnAnswerForTenThousandMutatedBodies() throws IOException {
        Random random = new Random(5);
        List<String> examples = examples();
        int events = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] body = examples.get(random.nextInt(examples.size())).getBytes(StandardCharsets.UTF_8);
            for (int j = random.nextInt(4); j >= 0; j--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            Reading reading = EnvelopeReader.read(body, "acme", NOW);
            events += reading instanceof Reading.Event ? 1 : 0;
        }
        assertThat(events).isBetween(100, 9_900);
    }

    private static EngagementV1 event(String body) {
        return ((Reading.Event) EnvelopeReader.read(body.getBytes(StandardCharsets.UTF_8), "acme", NOW)).engagement();
    }
}
