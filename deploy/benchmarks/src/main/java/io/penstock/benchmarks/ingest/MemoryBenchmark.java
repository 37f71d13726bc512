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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Resident memory and heap of ingest-service, in a small heap, from a large table's first row to its last record. */
public final class MemoryBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final String HEAP = "256m";
    private static final String PIPELINE = "memory";

    private final Screen screen;
    private final long rows;
    private final String mode;
    private final HttpClient http = HttpClient.newHttpClient();

    public MemoryBenchmark(Screen screen, long rows, String mode) {
        this.screen = screen;
        this.rows = rows;
        this.mode = mode;
    }

    /** Both growths and every sample, one a second, in megabytes. */
    public record Result(
            long rows,
            String largestHeap,
            Growth resident,
            Growth heap,
            List<Double> residentSamples,
            List<Double> heapSamples) {}

    /** Measures. */
    public Result run(Rig.Plan plan) throws Exception {
        screen.heading("Memory: %,d rows in a heap of %s, %s".formatted(rows, HEAP, mode));
        try (Rig rig = Rig.start(plan, "memory", HEAP, screen)) {
            try (Sql sql = rig.sql()) {
                BenchmarkTable.create(sql, rows);
            }
            List<Double> resident = new ArrayList<>();
            List<Double> heap = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            rig.apply(PIPELINE, "{ by: " + mode + ", every: PT1H }");
            while (rig.changed() < rows) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("not read within " + PATIENCE + ": " + rig.status(PIPELINE));
                }
                resident.add(residentMegabytes(rig.process(Rig.INGEST).pid()));
                heap.add(heapMegabytes(rig));
                TimeUnit.SECONDS.sleep(1);
            }
            Result result = new Result(rows, HEAP, Growth.of(resident), Growth.of(heap), resident, heap);
            tell("resident", result.resident());
            tell("heap used", result.heap());
            return result;
        }
    }

    private void tell(String what, Growth growth) {
        screen.point(String.format(
                Locale.ROOT,
                "%-9s  %.0f MB in the second tenth of the time, %.0f MB in the last: %s",
                what,
                growth.early(),
                growth.late(),
                growth.isFlat() ? "flat" : "NOT flat"));
    }

    private static double residentMegabytes(long pid) throws IOException, InterruptedException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        ps.waitFor();
        return Double.parseDouble(kilobytes) / 1024;
    }

    /** Sum over the heap's spaces; collections make it a saw, so only medians say anything. */
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
