package io.penstock.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class GrowthTest {
    @Test
    void theFirstTenthDoesNotCount() {
        List<Double> warmsUp = samples(
                DoubleStream.generate(() -> 10).limit(5),
                DoubleStream.generate(() -> 100).limit(45));

        assertThat(Growth.of(warmsUp)).isEqualTo(new Growth(100, 100));
        assertThat(Growth.of(warmsUp).isFlat()).isTrue();
    }

    @Test
    void steadyGrowthIsNotFlat() {
        assertThat(Growth.of(samples(DoubleStream.iterate(100, x -> x + 1).limit(100)))
                        .isFlat())
                .isFalse();
    }

    @Test
    void takesAsFewAsOneSample() {
        assertThat(Growth.of(List.of(7.0))).isEqualTo(new Growth(7, 7));
        assertThat(Growth.of(List.of(7.0, 8.0))).isEqualTo(new Growth(8, 8));
    }

    private static List<Double> samples(DoubleStream... parts) {
        return java.util.Arrays.stream(parts).flatMap(DoubleStream::boxed).toList();
    }

    @Test
    void ofFewSamplesTheLeastOfEachHalfCounts() {
        Growth underWay = Growth.ofLeast(List.of(48.0, 44.0, 51.0, 97.0, 50.0, 88.0, 87.0, 97.0, 47.0, 82.0));

        assertThat(underWay).isEqualTo(new Growth(44, 47));
        assertThat(underWay.isFlat()).isTrue();
        assertThat(Growth.ofLeast(List.of(48.0, 44.0, 97.0, 58.0, 52.0, 96.0)).isFlat())
                .isFalse();
    }
}
