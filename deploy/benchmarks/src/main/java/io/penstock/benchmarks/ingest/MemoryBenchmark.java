package io.penstock.benchmarks.ingest;

import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.Ports;
import io.penstock.local.story.Screen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Resident memory and what lives in the heap of ingest-service, in a small heap, from a large table's first row to its
 * last record.
 *
 * <p>A table of a fifth of the rows is read first and does not count.
 *
 * <p>How much of a heap is used says little: between two full collections, which are rare, it is a saw whose teeth are
 * as long as the heap. So a full collection is asked for at each tenth of the rows, and what it leaves is what counts.
 * The whole heap is touched at the start; resident memory that grows is memory outside of it.
 */
public final class MemoryBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final String HEAP = "256m";
    /** A service that has just begun compiles, and its budget for RocksDB is empty: neither is growth with the rows. */
    private static final int WARM_UP_PART = 5;

    private static final int TENTHS = 10;

    private final Screen screen;
    private final long rows;
    private final String mode;
    private final HttpClient http = HttpClient.newHttpClient();

    public MemoryBenchmark(Screen screen, long rows, String mode) {
        this.screen = screen;
        this.rows = rows;
        this.mode = mode;
    }

    /** Both growths and every sample, in megabytes: resident memory each second, the heap at each tenth of the rows. */
    public record Result(
            long rows,
            String largestHeap,
            Growth resident,
            Growth live,
            List<Double> residentSamples,
            List<Double> liveSamples) {}

    /** Measures. */
    public Result run(Rig.Plan plan) throws Exception {
        screen.heading("Memory: %,d rows in a heap of %s, %s".formatted(rows, HEAP, mode));
        try (Rig rig = Rig.start(plan.with("-XX:+AlwaysPreTouch"), "memory", HEAP, screen)) {
            Run warmUp = read(rig, "warm-up", rows / WARM_UP_PART);
            screen.point("warm-up    %,d rows, up to %.0f MB"
                    .formatted(rows / WARM_UP_PART, Collections.max(warmUp.resident())));
            Run measured = read(rig, "memory", rows);
            List<Double> resident = measured.resident();
            List<Double> live = measured.live();
            Result result = new Result(rows, HEAP, Growth.of(resident), Growth.ofLeast(live), resident, live);
            tell("resident", "%.0f MB in the second tenth of the time, %.0f MB in the last", result.resident());
            tell("live heap", "least %.0f MB in the first half of the rows, %.0f MB in the second", result.live());
            return result;
        }
    }

    private record Run(List<Double> resident, List<Double> live) {}

    /** Makes the table anew and has a new pipeline read it to its end. */
    private Run read(Rig rig, String pipeline, long size) throws Exception {
        try (Sql sql = rig.sql()) {
            BenchmarkTable.create(sql, size);
        }
        Run run = new Run(new ArrayList<>(), new ArrayList<>());
        long pid = rig.process(Rig.INGEST).pid();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long before = rig.changed();
        rig.apply(pipeline, "{ by: " + mode + ", every: PT1H }");
        for (long changed = 0; changed < size; changed = rig.changed() - before) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not read within " + PATIENCE + ": " + rig.status(pipeline));
            }
            run.resident().add(residentMegabytes(pid));
            if (changed * TENTHS / size > run.live().size()) {
                run.live().add(liveMegabytes(rig, pid));
            }
            TimeUnit.SECONDS.sleep(1);
        }
        run.live().add(liveMegabytes(rig, pid));
        return run;
    }

    private void tell(String what, String how, Growth growth) {
        String figures = String.format(Locale.ROOT, how, growth.early(), growth.late());
        screen.point("%-9s  %s: %s".formatted(what, figures, growth.isFlat() ? "flat" : "NOT flat"));
    }

    private static double residentMegabytes(long pid) throws IOException, InterruptedException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        ps.waitFor();
        return Double.parseDouble(kilobytes) / 1024;
    }

    /** What a full collection leaves, which is over when {@code jcmd} ends. */
    private double liveMegabytes(Rig rig, long pid) throws IOException, InterruptedException {
        Path jcmd = rig.house().installation().javaHome().resolve("bin/jcmd");
        Process collection = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start();
        if (collection.waitFor() != 0) {
            throw new IllegalStateException("jcmd cannot ask process " + pid + " for a collection");
        }
        return heapMegabytes(rig);
    }

    /** Sum over the heap's spaces. */
    private double heapMegabytes(Rig rig) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(Ports.url(rig.house().ports().ingest()) + "/q/metrics"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofLines())
                        .body()
                        .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                / (1 << 20);
    }
}
