package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportProgressTest {
    private Instant now = Instant.EPOCH;
    private final List<String> said = new ArrayList<>();

    @Test
    void saysHowFarItIsEveryTenSeconds() {
        ImportProgress progress = new ImportProgress(() -> now, 2, said::add);
        progress.file(Path.of("metrics_1.parquet"));
        progress.taken();
        progress.file(Path.of("metrics_2.parquet"));
        now = now.plusSeconds(9);
        progress.taken();
        assertThat(said).isEmpty();

        now = now.plusSeconds(1);
        progress.taken();
        progress.taken();

        assertThat(said).containsExactly("3 events taken; in file 2 of 2, metrics_2.parquet, row 2");
        assertThat(progress.sent()).isEqualTo(4);
    }
}
