package io.penstock.benchmarks.ingest;

import io.penstock.benchmarks.figures.Arrivals;
import io.penstock.benchmarks.figures.CommittedEnds;
import io.penstock.benchmarks.figures.Statistics;
import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.House;
import io.penstock.local.story.Screen;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Rows per second from a table to {@code records}, beside the driver's own raw read of the same statements, in the same
 * rounds. Each round is a new pipeline, so ingest-service begins from nothing: no checkpoint, no remembered row.
 */
public final class ThroughputBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final String HEAP = "512m";

    private final Screen screen;
    private final long rows;
    private final int runs;
    private final String mode;

    public ThroughputBenchmark(Screen screen, long rows, int runs, String mode) {
        this.screen = screen;
        this.rows = rows;
        this.runs = runs;
        this.mode = mode;
    }

    /**
     * One round; all times from the same table.
     *
     * @param records rows per second until the last record was visible on {@code records}
     * @param reads rows per second until the last read was visible on {@code reads}, in the same run
     * @param raw rows per second of the driver alone
     * @param ingestCpu CPU microseconds of ingest-service per row
     * @param rawCpu CPU microseconds of the reading process per row
     * @param serverCpu CPU microseconds of the stand-in per row, while ingest-service read
     * @param brokerCpu CPU microseconds of the broker per row
     */
    public record Round(
            double records,
            double reads,
            double raw,
            double ingestCpu,
            double rawCpu,
            double serverCpu,
            double brokerCpu) {
        double ratio() {
            return records / raw;
        }
    }

    /**
     * All rounds that count, and their medians.
     *
     * @param ratio median of the rounds' ratios of {@code records} to {@code raw}
     */
    public record Result(
            String mode,
            long rows,
            int statements,
            List<Round> rounds,
            Round median,
            double ratio,
            double readsRatio) {}

    /** Measures. */
    public Result run(Rig.Plan plan) throws Exception {
        screen.heading("Throughput: %,d rows, %s".formatted(rows, mode));
        try (Rig rig = Rig.start(plan, "throughput", HEAP, screen);
                RawRead raw = RawRead.connect(rig.house().jdbcUrl(), House.DATABRICKS_TOKEN)) {
            try (Sql sql = rig.sql()) {
                BenchmarkTable.create(sql, rows);
            }
            List<Round> rounds = new ArrayList<>();
            int statements = 0;
            for (int number = 0; number <= runs; number++) {
                long began = System.currentTimeMillis();
                Ingested ingested = ingest(rig, "round-" + number);
                List<String> texts = rig.rowStatementsSince(began);
                statements = texts.size();
                Round round = round(ingested, raw(raw, texts));
                tell(number == 0 ? "warm-up" : "round " + number, round);
                if (number > 0) {
                    rounds.add(round);
                }
            }
            return tell(result(rounds, statements));
        }
    }

    private record Ingested(
            double recordSeconds, double readSeconds, Duration cpu, Duration serverCpu, Duration brokerCpu) {}

    private record Raw(double seconds, Duration cpu) {}

    private Ingested ingest(Rig rig, String pipeline) throws InterruptedException {
        Duration cpu = rig.cpu(Rig.INGEST);
        Duration server = rig.cpu(Rig.STAND_IN);
        Duration broker = rig.cpu(Rig.BROKER);
        long changed = rig.changed();
        try (CommittedEnds reads = new CommittedEnds(rig.bootstrap(), Topics.READS.name());
                CommittedEnds records = new CommittedEnds(rig.bootstrap(), Topics.RECORDS.name())) {
            long began = System.nanoTime();
            rig.apply(pipeline, "{ by: " + mode + ", every: PT1H }");
            rig.await(rows + " changes", PATIENCE, () -> rig.changed() - changed >= rows);
            Duration used = rig.cpu(Rig.INGEST).minus(cpu);
            Duration usedByServer = rig.cpu(Rig.STAND_IN).minus(server);
            Duration usedByBroker = rig.cpu(Rig.BROKER).minus(broker);
            double read = seconds(began, reads, Arrivals.of(rig.bootstrap(), Topics.READS.name(), pipeline));
            Arrivals arrived = Arrivals.of(rig.bootstrap(), Topics.RECORDS.name(), pipeline);
            while (arrived.count() < rows) { // the last transaction is on its way
                arrived = Arrivals.of(rig.bootstrap(), Topics.RECORDS.name(), pipeline);
            }
            if (arrived.count() != rows) {
                throw new IllegalStateException("expected " + rows + " records, found " + arrived.count());
            }
            return new Ingested(seconds(began, records, arrived), read, used, usedByServer, usedByBroker);
        }
    }

    private static double seconds(long began, CommittedEnds ends, Arrivals arrived) {
        return ends.visibleSince(arrived.last())
                .map(at -> (at - began) / 1e9)
                .orElseThrow(() -> new IllegalStateException("a committed record has not been seen"));
    }

    private Raw raw(RawRead raw, List<String> statements) throws Exception {
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        long began = System.nanoTime();
        RawRead.Seen seen = raw.read(statements);
        double seconds = (System.nanoTime() - began) / 1e9;
        if (seen.rows() != rows) {
            throw new IllegalStateException("the statements of ingest-service give %d rows, the table has %d: %s"
                    .formatted(seen.rows(), rows, statements));
        }
        return new Raw(
                seconds,
                ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .minus(cpu));
    }

    private Round round(Ingested ingested, Raw raw) {
        return new Round(
                rows / ingested.recordSeconds(),
                rows / ingested.readSeconds(),
                rows / raw.seconds(),
                perRow(ingested.cpu()),
                perRow(raw.cpu()),
                perRow(ingested.serverCpu()),
                perRow(ingested.brokerCpu()));
    }

    private double perRow(Duration cpu) {
        return cpu.toNanos() / 1e3 / rows;
    }

    private Result result(List<Round> rounds, int statements) {
        Round median = new Round(
                median(rounds, Round::records),
                median(rounds, Round::reads),
                median(rounds, Round::raw),
                median(rounds, Round::ingestCpu),
                median(rounds, Round::rawCpu),
                median(rounds, Round::serverCpu),
                median(rounds, Round::brokerCpu));
        return new Result(
                mode,
                rows,
                statements,
                List.copyOf(rounds),
                median,
                median(rounds, Round::ratio),
                median(rounds, round -> round.reads() / round.raw()));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Statistics.median(rounds.stream().mapToDouble(figure).boxed().toList());
    }

    private void tell(String name, Round round) {
        screen.say(String.format(
                Locale.ROOT,
                "%-8s  raw %,8.0f rows/s   to reads %,8.0f   to records %,8.0f   ratio %.2f   CPU µs/row: ingest %.1f, raw %.1f, stand-in %.1f, broker %.1f",
                name,
                round.raw(),
                round.reads(),
                round.records(),
                round.ratio(),
                round.ingestCpu(),
                round.rawCpu(),
                round.serverCpu(),
                round.brokerCpu()));
    }

    private Result tell(Result result) {
        screen.point(String.format(
                Locale.ROOT,
                "medians of %d rounds: raw %,.0f rows/s, to records %,.0f rows/s, ratio %.2f (aim: at least 0.5); to reads alone %.2f",
                result.rounds().size(),
                result.median().raw(),
                result.median().records(),
                result.ratio(),
                result.readsRatio()));
        return result;
    }
}
