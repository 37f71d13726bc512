package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.IdentityLogEntryV1.Origin;
import io.penstock.schemas.IdentitySettledV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** What is written by hand is what the contract's serdes write, and is read back as it was. */
class WireJsonTest {
    private static final int SEEDS = 300;
    private static final List<String> TEXTS =
            List.of("ada", "", "\"\\/", "\b\t\n\f\r\u0000\u001f\u007f", "ünï ✓ \ud83d\ude00", "a:{[", "x".repeat(3000));

    @Test
    void aProfileIsPublishedAsItsSerdeWritesIt() {
        for (int seed = 0; seed < SEEDS; seed++) {
            OwnedProfile profile = StoredOwnedTest.profile(new Random(seed));
            assertThat(WireJson.profile(profile)).as("seed %d", seed).isEqualTo(bytes(Topics.PROFILES, profile.open()));
        }
        assertThat(WireJson.profile(OwnedProfile.gone("acme", "prf_1", 7))).isNull();
    }

    @Test
    void changesAreWrittenAsTheirSerdeWritesThemAndComeBack() {
        for (int seed = 0; seed < SEEDS; seed++) {
            IdentityChangeV1 change = change(new Random(seed));
            byte[] written = WireJson.changed(change, null);
            assertThat(written).as("seed %d", seed).isEqualTo(bytes(Topics.IDENTITY_CHANGES, change));
            assertThat(Frames.readsChanges().deserialize("changes", written).change())
                    .as("seed %d", seed)
                    .isEqualTo(change);
        }
    }

    @Test
    void whatWasWrittenBeforeLeavesNothingBehind() {
        for (int length : new int[] {100_000, 3, 10_000, 1}) {
            IdentitySettledV1 answer = new IdentitySettledV1(
                    "x".repeat(length), IdentitySettledV1.Kind.SETTLED, 1, 2, "00ff", "prf_1", 3, 4);
            assertThat(WireJson.settled(answer)).isEqualTo(bytes(Topics.IDENTITY_SETTLED, answer));
        }
    }

    @Test
    void answersAreWrittenAsTheirSerdeWritesThemAndComeBack() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            IdentitySettledV1 answer = new IdentitySettledV1(
                    text(random),
                    IdentitySettledV1.Kind.values()[random.nextInt(2)],
                    random.nextInt(3) - 1,
                    number(random),
                    orNull(random),
                    orNull(random),
                    number(random),
                    number(random));
            byte[] written = WireJson.settled(answer);
            assertThat(written).as("seed %d", seed).isEqualTo(bytes(Topics.IDENTITY_SETTLED, answer));
            assertThat(Frames.readsSettled().deserialize("settled", written))
                    .as("seed %d", seed)
                    .isEqualTo(answer);
        }
    }

    @Test
    void decisionsAreWrittenAsTheirSerdeWritesThem() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            DecisionV1 decision = new DecisionV1(
                    text(random),
                    text(random),
                    DecisionV1.Kind.values()[random.nextInt(10)],
                    orNull(random),
                    new DecisionV1.Input(
                            orNull(random),
                            orNull(random),
                            number(random),
                            orNull(random),
                            random.nextBoolean() ? null : number(random),
                            orNull(random),
                            orNull(random),
                            orNull(random)),
                    identifiers(random),
                    texts(random).stream()
                            .map(id -> new DecisionV1.Before(id, random.nextInt()))
                            .toList(),
                    texts(random).stream()
                            .map(id -> new DecisionV1.After(id, random.nextInt()))
                            .toList(),
                    orNull(random),
                    texts(random).stream()
                            .map(value -> new DecisionV1.Rejected("email", value, text(random)))
                            .toList(),
                    number(random),
                    time(random));
            assertThat(DecisionJson.of(decision)).as("seed %d", seed).isEqualTo(bytes(Topics.DECISIONS, decision));
        }
    }

    @Test
    void anAnswerThatSaysNothingIsRefused() {
        assertThatThrownBy(() -> Frames.readsSettled().deserialize("settled", "{\"kind\":\"EPOCH\"}".getBytes()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("16 bytes of something else");
    }

    @Test
    void aChangeWithSomethingElseWhereAListOrAnObjectBelongsIsRefused() {
        for (String field : List.of(
                "\"identifiers\":5",
                "\"absorbed\":\"a\"",
                "\"moved\":{}",
                "\"moved\":[null]",
                "\"by\":[]",
                "\"bypassed\":7",
                "\"absorbed\":[[1]]",
                "\"record\":5,\"identifiers\":[]")) {
            String json = "{\"workspace\":\"acme\",\"profile_id\":\"prf_1\",\"kind\":\"EVENT\"," + field + "}";
            assertThatThrownBy(() -> Frames.readsChanges().deserialize("changes", json.getBytes()))
                    .as(field)
                    .isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void aRecordStandsInItsFrameAsItCame() throws Exception {
        byte[] json = "{\"workspace\":\"acme\", \"identifiers\":[], \"row\":{\"n\":1.50}}".getBytes();
        RawRecord record = RawRecord.read("records", json);
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            IdentityLogEntryV1 entry = new IdentityLogEntryV1(
                    text(random), IdentityLogEntryV1.Kind.OBSERVE, null, null, 0, null, origin(random));
            ResolvedV1 resolved =
                    new ResolvedV1(text(random), identifiers(random), number(random), null, texts(random));
            assertThat(WireJson.observed(entry, record)).isEqualTo(framed(bytes(Topics.IDENTITY_LOG, entry), json));
            assertThat(WireJson.resolved(resolved, record)).isEqualTo(framed(bytes(Topics.RESOLVED, resolved), json));
        }
    }

    private static byte[] framed(byte[] frame, byte[] record) {
        String all = new String(frame, StandardCharsets.UTF_8);
        return (all.substring(0, all.length() - 1) + ",\"record\":" + new String(record) + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static <T> byte[] bytes(Topic<T> topic, T value) {
        return topic.valueSerde().serializer().serialize(topic.name(), value);
    }

    private static IdentityChangeV1 change(Random random) {
        return new IdentityChangeV1(
                text(random),
                text(random),
                IdentityChangeV1.Kind.values()[random.nextInt(5)],
                known(random),
                number(random),
                number(random),
                random.nextBoolean() ? null : time(random),
                orNull(random),
                null,
                orNull(random),
                texts(random),
                orNull(random),
                identifiers(random),
                texts(random),
                random.nextBoolean() ? null : new IdentifierV1(text(random), text(random)),
                origin(random));
    }

    private static List<ProfileV1.Known> known(Random random) {
        List<ProfileV1.Known> known = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            known.add(new ProfileV1.Known(
                    text(random), text(random), orNull(random), time(random), time(random), orNull(random)));
        }
        return known;
    }

    private static List<IdentifierV1> identifiers(Random random) {
        return texts(random).stream()
                .map(value -> new IdentifierV1("email", value))
                .toList();
    }

    private static Origin origin(Random random) {
        return random.nextBoolean() ? null : new Origin(random.nextInt(9), number(random), number(random));
    }

    private static List<String> texts(Random random) {
        return random.ints(random.nextInt(3), 0, TEXTS.size())
                .mapToObj(TEXTS::get)
                .toList();
    }

    private static String orNull(Random random) {
        return random.nextBoolean() ? null : text(random);
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /** Of any length. */
    private static long number(Random random) {
        return random.nextLong() >> random.nextInt(64);
    }

    private static Instant time(Random random) {
        return Instant.ofEpochSecond(random.nextInt(), random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
    }
}
