package io.penstock.webhook.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    private static final String KEY_A = "755781b5e03a973f3405a85474d5a032a60fd56fabaad66039b12eadd83955fa";
    private static final String BODY_A =
            "{\"data\":{\"action_id\":42,\"campaign_id\":23,\"content\":\"Welcome to the club, we are with you.\","
                    + "\"customer_id\":\"user-123\",\"delivery_id\":\"RAECAAFwnUSneIa0ZXkmq8EdkAM==\","
                    + "\"headers\":{\"Custom-Header\":[\"custom-value\"]},\"identifiers\":{\"id\":\"user-123\"},"
                    + "\"recipient\":\"test@example.com\",\"subject\":\"Thanks for signing up\"},"
                    + "\"event_id\":\"01E2EMRMM6TZ12TF9WGZN0WJQT\",\"metric\":\"sent\",\"object_type\":\"email\","
                    + "\"timestamp\":1692633432}";
    private static final String SIGNATURE_A = "c097b83a7d57a0810625180a61213eab7e0389a54b33dd11c3a6f17790c8427a";
    private static final String TIME_A = "1692633432";

    private static final String KEY_B = "whsec_test_0123456789abcdef";
    private static final String BODY_B = "{\"data\":{\"action_id\":42,\"campaign_id\":23,\"customer_id\":\"usr_8472\","
            + "\"delivery_id\":\"dgTJlgEAAZLx_0_vector==\",\"href\":\"https://example.com/upgrade?a=1&b=2\","
            + "\"identifiers\":{\"cio_id\":\"a3000001\",\"email\":\"ada@example.com\",\"id\":\"usr_8472\"},"
            + "\"link_id\":7,\"recipient\":\"ada@example.com\",\"subject\":\"Upgrade → Pro\"},"
            + "\"event_id\":\"01HZY3N7W2Q6V3Y0J5K8M4R1TC\",\"metric\":\"clicked\",\"object_type\":\"email\","
            + "\"timestamp\":1773532800}";
    private static final String SIGNATURE_B = "7a517d2499f795d993babdc06ffe51f2ba016211681a4daf460ec11d1ce173ee";
    private static final String TIME_B = "1773532801";

    private final Signature signature = Signature.standard();

    @Test
    void acceptsThePublicVector() {
        assertThat(valid(List.of(KEY_A), TIME_A, SIGNATURE_A, bytes(BODY_A))).isTrue();
    }

    @Test
    void acceptsTheVectorWithACharacterOutsideAscii() {
        assertThat(bytes(BODY_B)).hasSize(404);
        assertThat(valid(List.of(KEY_B), TIME_B, SIGNATURE_B, bytes(BODY_B))).isTrue();
        assertThat(Signature.of(KEY_B, TIME_B, bytes(BODY_B))).isEqualTo(SIGNATURE_B);
        assertThat(valid(List.of(KEY_B), TIME_B, SIGNATURE_B, BODY_B.getBytes(StandardCharsets.UTF_16)))
                .isFalse();
    }

    @Test
    void acceptsAnyOfSeveralKeysAndNoneOfNone() {
        assertThat(valid(List.of(KEY_A, KEY_B), TIME_B, SIGNATURE_B, bytes(BODY_B)))
                .isTrue();
        assertThat(valid(List.of(KEY_B, KEY_A), TIME_B, SIGNATURE_B, bytes(BODY_B)))
                .isTrue();
        assertThat(valid(List.of(KEY_A), TIME_B, SIGNATURE_B, bytes(BODY_B))).isFalse();
        assertThat(valid(List.of(), TIME_B, SIGNATURE_B, bytes(BODY_B))).isFalse();
    }

    @Test
    void toleratesThePrefixAndTheCaseOfTheHex() {
        assertThat(valid(List.of(KEY_B), TIME_B, "v0=" + SIGNATURE_B, bytes(BODY_B)))
                .isTrue();
        assertThat(valid(List.of(KEY_B), TIME_B, SIGNATURE_B.toUpperCase(), bytes(BODY_B)))
                .isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"v0=", "zz", "7a51", " "})
    void refusesASignatureThatIsNone(String given) {
        assertThat(valid(List.of(KEY_B), TIME_B, given, bytes(BODY_B))).isFalse();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"now", "-1", "1773532801.0", "99999999999999999999"})
    void refusesATimestampThatIsNoneEvenIfItWasSigned(String given) {
        String time = given == null ? "" : given;
        String signed = Signature.of(KEY_B, time, bytes(BODY_B));
        assertThat(signature.isValid(List.of(KEY_B), given, signed, bytes(BODY_B), Instant.now()))
                .isFalse();
    }

    @Test
    void acceptsAnAgeOfEightDaysAndFiveMinutesAheadAndNoMore() {
        Instant sent = Instant.ofEpochSecond(Long.parseLong(TIME_B));
        assertThat(at(sent.plus(Duration.ofDays(8)))).isTrue();
        assertThat(at(sent.plus(Duration.ofDays(8)).plusSeconds(1))).isFalse();
        assertThat(at(sent.minus(Duration.ofMinutes(5)))).isTrue();
        assertThat(at(sent.minus(Duration.ofMinutes(5)).minusSeconds(1))).isFalse();
    }

    @Test
    void acceptsNoneOfTwoThousandMutations() {
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            byte[] body = bytes(BODY_B);
            char[] hex = SIGNATURE_B.toCharArray();
            if (random.nextBoolean()) {
                body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            } else {
                int place = random.nextInt(hex.length);
                hex[place] = hex[place] == '0' ? '1' : '0';
            }
            assertThat(valid(List.of(KEY_A, KEY_B), TIME_B, new String(hex), body))
                    .isFalse();
        }
    }

    private boolean at(Instant now) {
        return signature.isValid(List.of(KEY_B), TIME_B, SIGNATURE_B, bytes(BODY_B), now);
    }

    private boolean valid(List<String> keys, String time, String given, byte[] body) {
        return signature.isValid(keys, time, given, body, Instant.ofEpochSecond(Long.parseLong(time)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
