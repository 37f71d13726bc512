package io.penstock.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FirstSightTest {
    private static final Predicate<String> NO_ROWS = pipeline -> false;
    private static final Predicate<String> ROWS = pipeline -> true;
    private static final Predicate<String> NOT_ASKED = pipeline -> {
        throw new AssertionError("the store was asked twice about " + pipeline);
    };

    private final FirstSight sight = new FirstSight();

    @Test
    void aKeyThatWasPutIsNeverNew() {
        Random random = new Random(20260315);
        Set<String> put = new HashSet<>();
        int vain = 0;
        for (int i = 0; i < 50_000; i++) {
            String key = "p|" + Integer.toString(random.nextInt(40_000), 36) + "x".repeat(random.nextInt(20) / 18);
            boolean isNew = sight.isNew("p", bytes(key), NO_ROWS);
            if (put.contains(key)) {
                assertThat(isNew).as(key).isFalse();
            } else {
                vain += isNew ? 0 : 1;
            }
            put.add(key);
            sight.put("p", bytes(key));
        }
        assertThat(vain).as("new keys taken for known ones").isLessThan(50);
    }

    @Test
    void ofAPipelineWithRowsInTheStoreNoKeyIsNew() {
        assertThat(sight.isNew("p", bytes("p|a"), ROWS)).isFalse();
        assertThat(sight.isNew("p", bytes("p|a"), NOT_ASKED)).isFalse();
    }

    @Test
    void aPipelineWhosePlaceWasTakenIsAskedForLikeAnyOther() {
        assertThat(sight.isNew("p", bytes("p|a"), NO_ROWS)).isTrue();
        sight.put("p", bytes("p|a"));
        assertThat(sight.isNew("q", bytes("q|a"), NO_ROWS)).isTrue();
        sight.put("p", bytes("p|b"));

        assertThat(sight.isNew("p", bytes("p|b"), NOT_ASKED)).isFalse();
        assertThat(sight.isNew("q", bytes("q|b"), NOT_ASKED)).isTrue();
    }

    @Test
    void aPipelineWhoseRowsWereForgottenBeginsAnew() {
        assertThat(sight.isNew("p", bytes("p|a"), ROWS)).isFalse();
        sight.forget("p");

        assertThat(sight.isNew("p", bytes("p|a"), NO_ROWS)).isTrue();
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
