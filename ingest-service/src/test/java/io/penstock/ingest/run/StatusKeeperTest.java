package io.penstock.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.run.PipelineStatus.State;
import io.penstock.schemas.ConfigV1;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StatusKeeperTest {
    private static final PipelinePlan PLAN =
            PipelinePlan.of(TestConfigs.config(ConfigV1.Kind.PIPELINE, "scores", 3, """
            {"source":{"connection":"lake","table":"a.b.c","key":["id"],"change":{"by":"row-version"}}}"""));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-15T12:00:00Z"));
    private final StatusKeeper status = new StatusKeeper("scores", Duration.ofSeconds(10), now::get);

    @Test
    void aWarehouseThatDoesNotAnswerIsShownAsWarmingUntilItDoes() {
        status.started(PLAN);
        status.asked();
        assertThat(status.now().state()).isEqualTo(State.READING);

        now.updateAndGet(at -> at.plusSeconds(10));
        assertThat(status.now().state()).isEqualTo(State.WARMING);
        assertThat(status.now().detail()).contains("2026-03-15T12:00:00Z");

        status.answered();
        assertThat(status.now().state()).isEqualTo(State.READING);
    }

    @Test
    void aWarehouseThatSaysItIsStartingIsWarmingAndNotFailed() {
        status.started(PLAN);
        status.ended(new RunResult.Failed(Fault.WARMING.code(), "the warehouse is starting", true, false));

        assertThat(status.now().state()).isEqualTo(State.WARMING);
        assertThat(status.now().lastRunAt()).isEqualTo(now.get());
        assertThat(status.now().mode()).isEqualTo("row-version");
    }
}
