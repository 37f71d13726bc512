package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.IdentityLogEntryV1.Origin;
import io.penstock.schemas.IdentitySettledV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

/** What is read by hand is what Jackson reads. Behind a blank Jackson reads it. */
class PlainFramesTest {
    private static final int SEEDS = 300;
    private static final Instant AT = Instant.parse("2026-02-28T23:59:59.999Z");
    private static final List<String> VALUES = List.of(
            "\"text\"",
            "\"\"",
            "\"ünï ✓ \ud83d\ude00\"",
            "null",
            "true",
            "false",
            "0",
            "-0",
            "7",
            "-2147483648",
            "2147483648",
            "-99999999999999999",
            "999999999999999999",
            "1.50",
            "-0.0",
            "1e5",
            "2.5E-7",
            "[1,{\"a\":\"b\"}]",
            "{\"a\":[null,1.0]}",
            "[]",
            "{}");

    private final PlainFrames plain = new PlainFrames();

    @Test
    void recordsForTheLogAndTheirFramesAreReadAsJacksonReadsThem() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            byte[] json = record(random);
            agree(plain::record, Frames.records(), json);
            RawRecord record = RawRecord.read("records", json);
            IdentityLogEntryV1 entry = new IdentityLogEntryV1(
                    "acme", IdentityLogEntryV1.Kind.OBSERVE, null, null, 0, null, origin(random));
            agree(plain::logged, Frames.readsLog(), WireJson.observed(entry, record));
            agree(plain::changed, Frames.readsChanges(), WireJson.changed(change(random), record));
        }
    }

    @Test
    void answersAreReadAsJacksonReadsThem() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            IdentitySettledV1 answer = new IdentitySettledV1(
                    "acme",
                    IdentitySettledV1.Kind.SETTLED,
                    random.nextInt(9),
                    random.nextLong(1_000_000_000_000L),
                    "00ff",
                    "prf_1",
                    random.nextInt(),
                    random.nextInt(5));
            agree(plain::settled, Frames.readsSettled(), WireJson.settled(answer));
        }
    }

    @Test
    void aNumberThatMayBeLongerThanALongIsLeftToJackson() {
        for (String number :
                List.of("9223372036854775807", "-9223372036854775808", "123456789012345678901234567890", "-0")) {
            byte[] written = WireJson.changed(change(new Random(1)), RawRecord.read("records", withRow(number)));
            assertThat(plain.changed(written).isPresent()).isEqualTo(number.length() < 18);
            assertThat(Frames.readsChanges()
                            .deserialize("changes", written)
                            .record()
                            .row()
                            .getFirst()
                            .value()
                            .bigIntegerValue())
                    .isEqualTo(new BigInteger(number));
        }
    }

    private static byte[] withRow(String number) {
        String json = new String(record(new Random(1)), StandardCharsets.UTF_8);
        return json.replaceFirst("\"row\":\\{.*", "\"row\":{\"n\":" + number + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void saysNothingOfWhatIsWrittenOtherwise() {
        byte[] json = record(new Random(1));
        String text = new String(json, StandardCharsets.UTF_8);
        for (String other : List.of(
                text.substring(0, text.length() - 1),
                text + " ",
                text + "{}",
                " " + text,
                text.replace("\"row_key\":", "\"key\":"),
                text.replace("\"pipeline\":\"scores\"", "\"pipeline\":\"sc\\u006fres\""),
                text.replaceFirst("\"as_of\":\"....-..-..", "\"as_of\":\"2026-02-30"),
                "[]",
                "")) {
            assertThat(plain.record(other.getBytes(StandardCharsets.UTF_8)))
                    .as(other)
                    .isEmpty();
        }
        assertThat(plain.settled("{\"workspace\":\"acme\",\"kind\":\"EPOCH\"}".getBytes()))
                .isEmpty();
        assertThat(plain.changed(json)).isEmpty();
        assertThat(plain.logged(json)).isEmpty();
    }

    private static <T> void agree(Function<byte[], Optional<T>> byHand, Deserializer<T> reading, byte[] json) {
        byte[] behindABlank = (" " + new String(json, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        assertThat(byHand.apply(behindABlank)).isEmpty();
        assertThat(byHand.apply(json).orElseThrow())
                .as(new String(json, StandardCharsets.UTF_8))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(reading.deserialize("topic", behindABlank));
    }

    private static byte[] record(Random random) {
        RecordV1 record = new RecordV1(
                "acme",
                "scores",
                random.nextInt(9),
                "scores|" + random.nextInt() + "|é",
                "k" + random.nextInt(),
                "v1",
                random.nextBoolean() ? Operation.UPSERT : Operation.DELETE,
                random.nextInt(4) == 0 ? null : position(random),
                random.nextInt(9) == 0 ? Instant.EPOCH : AT.plusMillis(random.nextInt()),
                identifiers(random),
                random.nextInt(5) == 0 ? null : row(random));
        return Topics.RECORDS.valueSerde().serializer().serialize("records", record);
    }

    private static PositionV1 position(Random random) {
        return new PositionV1("main.ml.scores", random.nextInt(5) - 1, random.nextInt(5) - 1, time(random));
    }

    private static ObjectNode row(Random random) {
        StringBuilder row = new StringBuilder("{");
        for (int i = random.nextInt(12); i > 0; i--) {
            row.append("\"c")
                    .append(i)
                    .append("\":")
                    .append(VALUES.get(random.nextInt(VALUES.size())))
                    .append(i > 1 ? "," : "");
        }
        try {
            return (ObjectNode) Json.wire().readTree(row.append('}').toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IdentityChangeV1 change(Random random) {
        List<ProfileV1.Known> known = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            known.add(new ProfileV1.Known(
                    "email", i + "@x.example", random.nextBoolean() ? null : "RAW", AT, time(random), "scores"));
        }
        return new IdentityChangeV1(
                "acme",
                "prf_" + random.nextInt(),
                IdentityChangeV1.Kind.EVENT,
                known,
                random.nextInt(5),
                random.nextInt(),
                time(random),
                random.nextBoolean() ? null : "dec_1",
                null,
                null,
                random.nextBoolean() ? List.of() : List.of("prf_2", "prf_3"),
                null,
                List.of(),
                random.nextBoolean() ? List.of() : List.of("prf_2"),
                random.nextBoolean() ? null : new IdentifierV1("email", "ä@x.example"),
                origin(random));
    }

    private static Instant time(Random random) {
        return random.nextBoolean() ? null : AT.minusNanos(random.nextInt());
    }

    private static Origin origin(Random random) {
        return random.nextBoolean() ? null : new Origin(random.nextInt(4), random.nextInt(), random.nextInt(3));
    }

    private static List<IdentifierV1> identifiers(Random random) {
        List<IdentifierV1> all = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            all.add(new IdentifierV1("email", i + "@x.example"));
        }
        return all;
    }
}
