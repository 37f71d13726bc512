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
import java.util.HexFormat;
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

    /** What format 1 made of {@code profile(new Random(8))}. */
    private static final String FORMAT_1 =
            "0100ba01b9e0c484c51e010461636d6501057072665f3201057072665f6301c2e88eb00d0001b90100030105656d6169"
                    + "6c011061646132406578616d706c652e636f6d0001ac088094ef3a01db088094ef3a0108636f6e746163747305011061"
                    + "646131406578616d706c652e636f6d011041646131404578616d706c652e636f6d0192178094ef3a01ca018094ef3a01"
                    + "12757067726164652d6c696b656c69686f6f6405011061646130406578616d706c652e636f6d0001cb1100018b058094"
                    + "ef3a070301067472616974310116656d61696c3a61646131406578616d706c652e636f6d0503302e3001e6150000f70e"
                    + "ce35d106e799cc080a01067472616974320116656d61696c3a61646130406578616d706c652e636f6d000001df1b0002"
                    + "e0c15cc11791823afe090701067472616974330116656d61696c3a61646132406578616d706c652e636f6d050431452d"
                    + "3701ae100002040b4865e3a2bf47ca020a0001010c6465766963655f69643a643101057072665f6400";

    @Test
    void everyProfileComesBackAsItWas() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            OwnedProfile profile = random.nextBoolean() ? profile(random) : ofRows(random);
            byte[] bytes = StoredOwned.write(profile);
            assertThat(StoredOwned.read(bytes)).as("seed %d", seed).isEqualTo(profile);
            assertThat(StoredOwned.write(StoredOwned.read(bytes)))
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void whatTraitsOfOneRowHaveInCommonIsThereOnce() {
        OwnedProfile two = profile(new Random(3)).withTraits(row(2));
        OwnedProfile twelve = two.withTraits(row(12));

        int more = StoredOwned.write(twelve).length - StoredOwned.write(two).length;

        assertThat(more).isEqualTo(10 * (2 + "trait10".length() + 1 + 3));
    }

    @Test
    void theFormatBeforeIsStillRead() {
        byte[] stored = HexFormat.of().parseHex(FORMAT_1);

        assertThat(StoredOwned.read(stored)).isEqualTo(profile(new Random(8)));
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
                .hasMessageContaining("format 123, expected 2");
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

    private static Traits row(int fields) {
        List<Carried> all = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
            all.add(new Carried("trait" + (10 + i), "email:a", value("\"v\""), DAY, 3, 99, 1, "contacts"));
        }
        return Traits.of(all);
    }

    /** Whose traits came with few rows, or with very many. */
    private static OwnedProfile ofRows(Random random) {
        List<Carried> all = new ArrayList<>();
        for (int row = random.nextInt(5) == 0 ? 200 : random.nextInt(6); row > 0; row--) {
            String by = "device_id:" + random.nextInt(90);
            Instant at = time(random);
            long tie = random.nextLong(3);
            String source = random.nextInt(9) == 0 ? null : pipeline(random);
            for (int field = random.nextInt(5); field > 0; field--) {
                JsonNode value = value(VALUES.get(random.nextInt(VALUES.size())));
                all.add(new Carried("trait" + field, by, value, at, -1, tie, row, source));
            }
        }
        return profile(random).withTraits(Traits.of(all));
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
