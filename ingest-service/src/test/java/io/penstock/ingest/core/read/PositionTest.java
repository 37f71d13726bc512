package io.penstock.ingest.core.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PositionTest {
    private static final Instant NOON = Instant.parse("2026-03-15T12:00:00Z");
    private static final Head HEAD = new Head(7, NOON);
    private static final SparkType TIMESTAMP = SparkTypeParser.parse("timestamp");

    @Test
    void aTableThatWasMadeAnewIsReadFromTheStart() {
        assertThat(new Position(8, null).isAheadOf(HEAD)).isTrue();
        assertThat(new Position(7, null).isAheadOf(HEAD)).isFalse();
        assertThat(new Position(8, null).isAheadOf(Head.NONE)).isFalse();
    }

    @Test
    void theWatermarkIsTheHighestValueSeenAndALateRowNeverTakesItBack() {
        WatermarkSeen seen = new WatermarkSeen(NOON);

        seen.saw(NOON.minusSeconds(60));
        seen.saw(null);
        assertThat(seen.highest()).isEqualTo(NOON);
        seen.saw(NOON.plusSeconds(3600));
        assertThat(seen.highest()).isEqualTo(NOON.plusSeconds(3600));
    }

    @Test
    void readsEveryKindOfInstant() {
        assertThat(InstantText.of(TIMESTAMP, new Leaf.Text("2026-03-15T12:00:00.000001Z")))
                .contains(NOON.plusNanos(1000));
        assertThat(InstantText.of(SparkTypeParser.parse("date"), new Leaf.Text("2026-03-15")))
                .contains(Instant.parse("2026-03-15T00:00:00Z"));
        assertThat(InstantText.of(SparkTypeParser.parse("timestamp_ntz"), new Leaf.Text("2026-03-15T12:00:00.000000")))
                .contains(NOON);
        assertThat(InstantText.of(TIMESTAMP, Leaf.NOTHING)).isEmpty();
        assertThat(InstantText.of(SparkTypeParser.parse("string"), new Leaf.Text("2026-03-15")))
                .isEmpty();
    }

    @Test
    void namesAreCanonical() {
        assertThat(Names.text(new Leaf.Number(new BigDecimal("42.0")))).contains("42");
        assertThat(Names.text(new Leaf.Number(new BigDecimal("1E+3")))).contains("1000");
        assertThat(Names.text(new Leaf.Number(new BigDecimal("0.00")))).contains("0");
        assertThat(Names.text(new Leaf.Number(new BigDecimal("9007199254740993"))))
                .contains("9007199254740993");
        assertThat(Names.text(new Leaf.Text(" a@b.c "))).contains("a@b.c");
        assertThat(Names.text(new Leaf.Text("  "))).isEmpty();
        assertThat(Names.text(Leaf.NOTHING)).isEmpty();
    }

    @Test
    void differentKeysHaveDifferentNames() {
        assertThat(Names.rowKey(List.of("a|b", "c"))).isNotEqualTo(Names.rowKey(List.of("a", "b|c")));
        assertThat(Names.rowKey(List.of("a", "b"))).isEqualTo("a|b");
    }
}
