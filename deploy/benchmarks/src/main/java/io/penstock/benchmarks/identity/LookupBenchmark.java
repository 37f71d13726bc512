package io.penstock.benchmarks.identity;

import io.penstock.benchmarks.figures.Statistics;
import io.penstock.local.story.Screen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Time of one look-up of an identifier over HTTP, one after the other on a kept connection: while nothing comes, while
 * some thousand records per second come, and while the service works off a backlog.
 */
final class LookupBenchmark {
    private static final int LOOKUPS = 10_000;
    private static final int WARM_UP = 40_000;
    private static final int PACED = 100;
    private static final int PAUSES_PER_SECOND = 20;

    private final Screen screen;
    private final int records;

    LookupBenchmark(Screen screen, int records) {
        this.screen = screen;
        this.records = records;
    }

    /** Milliseconds. */
    record Times(String load, int lookups, double p50, double p99) {}

    List<Times> run(IdentityRig.Plan plan) throws Exception {
        screen.heading("Look-ups over HTTP");
        List<Times> all = new ArrayList<>();
        try (IdentityRig rig = IdentityRig.start(plan, "lookup", 1);
                Records topic = new Records(rig.bootstrap());
                var background = Executors.newSingleThreadExecutor()) {
            Story newcomers = Story.ofNewcomers("l");
            rig.pass(topic, topic.send("people", newcomers, records));
            look(rig, WARM_UP); // both sides: before that most of what is slow is compiling
            all.add(tell("none", look(rig, LOOKUPS)));
            Future<?> paced = background.submit(() -> pace(topic, newcomers));
            all.add(tell("2,000 records/s", look(rig, LOOKUPS)));
            paced.cancel(true);
            Records.Sent sent = finished(background, () -> topic.send("backlog", newcomers, 2L * records));
            Future<IdentityRig.Passage> passage = background.submit(() -> rig.pass(topic, sent));
            all.add(tell("a backlog", look(rig, LOOKUPS)));
            passage.get();
        }
        return all;
    }

    private static <T> T finished(ExecutorService thread, Callable<T> work) throws Exception {
        return thread.submit(work).get();
    }

    /** Small transactions at a steady pace until interrupted; the last one is finished. */
    private static void pace(Records topic, Story story) {
        while (!Thread.currentThread().isInterrupted()) {
            topic.send("paced", story, PACED);
            topic.release();
            LockSupport.parkNanos(1_000_000_000L / PAUSES_PER_SECOND);
        }
    }

    private List<Double> look(IdentityRig rig, int count) throws IOException, InterruptedException {
        Random random = new Random(1);
        List<Double> millis = new ArrayList<>(count);
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < count; i++) {
                URI uri = URI.create(rig.url() + "/v1/identifiers/user_id/l-u" + random.nextInt(records / 4)
                        + "?workspace=" + Records.WORKSPACE);
                long began = System.nanoTime();
                int status = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
                        .statusCode();
                millis.add((System.nanoTime() - began) / 1e6);
                if (status != 200) {
                    throw new IllegalStateException("a look-up was answered with " + status);
                }
            }
        }
        return millis;
    }

    private Times tell(String load, List<Double> millis) {
        Times times =
                new Times(load, millis.size(), Statistics.percentile(millis, 0.5), Statistics.percentile(millis, 0.99));
        screen.say(String.format(
                Locale.ROOT,
                "load: %-16s p50 %6.2f ms   p99 %6.2f ms (aim: at most 5 ms)",
                load,
                times.p50(),
                times.p99()));
        return times;
    }
}
