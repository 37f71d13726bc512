package io.penstock.databricks.sandbox.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LikePatternTest {
    @Test
    void matchesLikeSqlWithoutRegardToCase() {
        assertThat(LikePattern.of(Optional.of("ml\\_%")))
                .accepts("ml_outputs", "ML_x")
                .rejects("mlxoutputs");
        assertThat(LikePattern.of(Optional.of("a_c"))).accepts("abc").rejects("ac", "abbc");
        assertThat(LikePattern.of(Optional.empty())).accepts("anything");
    }

    @Test
    void takesACatalogForAName() {
        assertThat(LikePattern.exactly(Optional.of("ma\\_in"))).accepts("ma_in").rejects("maxin");
        assertThat(LikePattern.exactly(Optional.of("%"))).rejects("main");
    }
}
