package io.penstock.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.ReadV1;
import org.junit.jupiter.api.Test;

/** When a pipeline runs, and how it ends for good. */
class PipelineLifeTest extends RunsOverFakes {
    @Test
    void aDeletedPipelineStopsItsRunnerAndIsForgotten() {
        table.commit(NOON, row("a", "0.1", NOON));
        PipelineRunner runner = start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);
        configs.delete("scores");
        runner.wake();

        await().until(() -> !runner.isAlive());
        assertThat(output.forgotten).extracting(ReadV1::mark).containsExactly(ReadV1.Mark.FORGET);
        assertThat(output.open("test", "scores").checkpoint()).isEmpty();
    }

    @Test
    void aPipelineThatIsRetiredInMidReadIsForgotten() {
        table.commit(NOON, rows(25));
        table.dieAfter = 15;
        PipelineRunner runner = start(BY_WATERMARK);
        await().until(() -> ended.count("unavailable") >= 1);
        runner.retire();

        assertThat(runner.isAlive()).isFalse();
        assertThat(output.forgotten).hasSize(1);
    }

    @Test
    void pipelinesDeletedWhileNobodyLookedAreForgottenAtTheNextStart() {
        table.commit(NOON, row("a", "0.1", NOON));
        PipelineRunner runner = start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);
        runner.close();
        var ports = ports();

        ports.forgetAllBut(java.util.Set.of("scores"));
        assertThat(output.forgotten).isEmpty();
        ports.forgetAllBut(java.util.Set.of("other"));
        assertThat(output.forgotten).hasSize(1);
    }

    @Test
    void aLiveTableIsAskedForItsVersionOftenAndReadOnlyWhenItMoved() {
        table.commit(NOON, row("a", "0.1", NOON));
        PipelineRunner runner = start(BY_VERSION.replace("\"every\":\"PT1H\"", "\"live\":true,\"every\":\"PT0.005S\""));
        await().until(() -> ended.count("unchanged") >= 5);
        assertThat(table.ranges).hasSize(1);

        table.commit(NOON, row("b", "0.2", NOON));
        await().until(() -> output.reads().size() == 2);
        assertThat(table.ranges).hasSize(2);
        await().until(() -> runner.status().nextRunAt() != null); // it is null while a run is under way
    }

    @Test
    void aStoppedLivePipelineAsksNothingButTheVersion() {
        table.commit(NOON, row("a", "0.1", NOON));
        start(BY_VERSION.replace("\"every\":\"PT1H\"", "\"live\":true,\"every\":\"PT0.005S\""));
        await().until(() -> ended.count("completed") == 1);
        table.retype("score", "string");
        await().until(() -> ended.count("quarantined") >= 5);

        assertThat(table.described.get()).isEqualTo(2);
        table.retype("score", "double");
        await().until(() -> ended.count("completed") == 2);
    }

    @Test
    void aClocksScheduleWaitsForItsTimeAlsoInANewProcess() {
        table.commit(NOON, row("a", "0.1", NOON));
        String yearly = BY_WATERMARK.replace("\"every\":\"PT1H\"", "\"cron\":\"0 3 1 1 *\",\"zone\":\"Europe/Prague\"");
        PipelineRunner first = start(yearly);
        await().until(() -> ended.count("completed") == 1);
        await().until(() -> first.status().nextRunAt() != null);
        assertThat(first.status()
                        .nextRunAt()
                        .atZone(java.time.ZoneId.of("Europe/Prague"))
                        .getHour())
                .isEqualTo(3);
        first.close();
        table.commit(NOON, row("b", "0.2", NOON));
        PipelineRunner second = start(yearly);
        await().until(() -> second.status().nextRunAt() != null);

        assertThat(output.reads()).hasSize(1);
        second.wake();
        await().until(() -> ended.count("completed") == 2);
    }
}
