package io.penstock.transform.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryIdTest {
    private static final Instant AS_OF = Instant.parse("2026-11-08T00:00:00.123Z");

    @Test
    void isTheUlidOfAsOfTimeAndHash() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            Instant asOf = Instant.ofEpochMilli(random.nextLong(1L << 48));
            String rowKey = "key-" + random.nextLong();
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("p\0identify\0" + rowKey + "\0v\0").getBytes(StandardCharsets.UTF_8));
            byte[] bytes = new byte[16];
            for (int b = 0; b < 6; b++) {
                bytes[b] = (byte) (asOf.toEpochMilli() >>> (40 - 8 * b));
            }
            System.arraycopy(hash, 0, bytes, 6, 10);
            assertThat(DeliveryId.of("p", "identify", rowKey, "v", asOf))
                    .isEqualTo(Ulid.from(bytes).toString());
        }
    }

    @Test
    void staysTheSameForever() {
        assertThat(DeliveryId.of("upgrade-likelihood", "upgrade_threshold_crossed", "cust_42", "v2", AS_OF))
                .isEqualTo(DeliveryId.of("upgrade-likelihood", "upgrade_threshold_crossed", "cust_42", "v2", AS_OF))
                .isEqualTo("01M6W78V3V3EEHMFV11K4YYGP2");
    }

    @Test
    void differsInEveryPart() {
        Set<String> ids = new HashSet<>(List.of(
                DeliveryId.of("p", "e", "k", "v", AS_OF),
                DeliveryId.of("q", "e", "k", "v", AS_OF),
                DeliveryId.of("p", "f", "k", "v", AS_OF),
                DeliveryId.of("p", "e", "l", "v", AS_OF),
                DeliveryId.of("p", "e", "k", "w", AS_OF),
                DeliveryId.of("pe", "", "k", "v", AS_OF),
                DeliveryId.of("p", "ek", "", "v", AS_OF),
                DeliveryId.of("p", "e", "k", "v", AS_OF.plusMillis(1))));
        assertThat(ids).hasSize(8);
    }

    @Test
    void clampsTimesThatDoNotFit() {
        assertThat(DeliveryId.of("p", "e", "k", "v", Instant.parse("1969-01-01T00:00:00Z")))
                .startsWith("0000000000");
        assertThat(DeliveryId.of("p", "e", "k", "v", Instant.parse("+12000-01-01T00:00:00Z")))
                .startsWith("7ZZZZZZZZZ");
    }
}
