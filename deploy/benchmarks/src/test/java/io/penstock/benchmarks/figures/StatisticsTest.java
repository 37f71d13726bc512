package io.penstock.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void medianIsTheMiddleOfAnOddNumberAndTheMeanOfTheTwoMiddlesOfAnEvenOne() {
        assertThat(Statistics.median(List.of(9, 1, 5))).isEqualTo(5);
        assertThat(Statistics.median(List.of(9, 1, 5, 7))).isEqualTo(6);
    }

    @Test
    void percentileIsTheNearestRank() {
        List<Integer> hundred = IntStream.rangeClosed(1, 100).boxed().toList();

        assertThat(Statistics.percentile(hundred, 0.95)).isEqualTo(95);
        assertThat(Statistics.percentile(hundred, 1)).isEqualTo(100);
        assertThat(Statistics.percentile(List.of(3, 1, 2), 0.99)).isEqualTo(3);
        assertThat(Statistics.percentile(List.of(4), 0.01)).isEqualTo(4);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(List.of()));
    }
}
