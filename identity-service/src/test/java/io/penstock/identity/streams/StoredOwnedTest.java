package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.Json;
import io.penstock.schemas.ProfileV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** A stored profile comes back as it was, and equal ones are equal bytes. */
class StoredOwnedTest {
    private static final int SEEDS = 300;
    private static final Instant DAY = Instant.parse("2026-11-21T18:00:00Z");
    private static final List<String> VALUES = List.of(
            "\"pro\"",
            "\"\"",
            "\"ünï ✓\"",
            "true",
            "false",
            "0",
            "-2147483648",
            "2147483648",
            "-9223372036854775808",
            "123456789012345678901234567890",
            "0.820",
            "1E-7",
            "-0.0",
            "1.7976931348623157E+308");

    @Test
    void everyProfileComesBackAsItWas() {
        for (int seed = 0; seed < SEEDS; seed++) {
            OwnedProfile profile = profile(new Random(seed));
            byte[] bytes = StoredOwned.write(profile);
            assertThat(StoredOwned.read(bytes)).as("seed %d", seed).isEqualTo(profile);
            assertThat(StoredOwned.write(StoredOwned.read(bytes)))
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void aProfileWithoutContentComesBackToo() {
        OwnedProfile gone = OwnedProfile.gone("acme", "prf_1", 7);
        assertThat(StoredOwned.read(StoredOwned.write(gone))).isEqualTo(gone);
    }

    @Test
    void bytesThatEndTooEarlyOrHaveAnotherFormatAreRefused() {
        byte[] bytes = StoredOwned.write(profile(new Random(1)));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> StoredOwned.read(cut)).isInstanceOf(SerializationException.class);
        }
        assertThatThrownBy(() -> StoredOwned.read("{\"workspace\":\"acme\"}".getBytes()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("format 123, expected 1");
    }

    /** Any profile that is not gone. */
    static OwnedProfile profile(Random random) {
        List<ProfileV1.Known> identifiers = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String raw = random.nextBoolean() ? null : "Ada" + i + "@Example.com";
            identifiers.add(new ProfileV1.Known(
                    "email", "ada" + i + "@example.com", raw, time(random), time(random), pipeline(random)));
        }
        List<Carried> traits = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            ProfileV1.Known by = identifiers.get(random.nextInt(identifiers.size()));
            traits.add(new Carried(
                    "trait" + i,
                    by.type() + ":" + by.value(),
                    value(VALUES.get(random.nextInt(VALUES.size()))),
                    time(random),
                    random.nextInt(3) - 1,
                    random.nextLong(),
                    random.nextInt(1000),
                    pipeline(random)));
        }
        return new OwnedProfile(
                "acme",
                "prf_" + random.nextInt(5),
                OwnedProfile.Status.values()[random.nextInt(2)],
                random.nextInt(1000),
                random.nextLong(1L << 40),
                time(random),
                random.nextBoolean() ? null : time(random),
                List.copyOf(identifiers),
                Traits.of(traits),
                random.nextBoolean() ? List.of() : List.of("prf_a", "prf_b"),
                random.nextBoolean() ? null : "prf_c",
                random.nextBoolean() ? null : new ProfileV1.Change("traits", null, "rec|" + random.nextInt()),
                random.nextBoolean() ? Map.of() : Map.of("device_id:d1", "prf_d"));
    }

    private static Instant time(Random random) {
        return DAY.plusSeconds(random.nextInt(-1000, 1000)).plusNanos(random.nextBoolean() ? 0 : 123_456_000);
    }

    private static String pipeline(Random random) {
        return random.nextBoolean() ? "contacts" : "upgrade-likelihood";
    }

    private static JsonNode value(String json) {
        try {
            return Json.wire().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
