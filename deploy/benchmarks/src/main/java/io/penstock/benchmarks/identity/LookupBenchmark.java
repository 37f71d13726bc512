package io.penstock.benchmarks.identity;

import io.penstock.benchmarks.figures.Statistics;
import io.penstock.local.story.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Time of one look-up of an identifier over HTTP, one after the other on a kept connection: while nothing comes, while
 * some thousand records per second come, and while the service works off a backlog. In turns with a request to the same
 * place that is answered without looking anything up: what that takes, the machine and HTTP take.
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

    /**
     * Milliseconds.
     *
     * @param emptyP50 of the requests that look nothing up
     * @param emptyP99 likewise
     */
    record Times(String load, int lookups, double p50, double p99, double emptyP50, double emptyP99) {}

    /** Milliseconds of each. */
    private record Looked(List<Double> lookups, List<Double> empty) {}

    List<Times> run(IdentityRig.Plan plan) throws Exception {
        screen.heading("Look-ups over HTTP");
        List<Times> all = new ArrayList<>();
        try (IdentityRig rig = IdentityRig.start(plan, "lookup", 1);
                Records topic = new Records(rig.bootstrap(), Records.Row.TRAITS);
                var background = Executors.newSingleThreadExecutor()) {
            Story newcomers = Story.ofNewcomers("l");
            rig.pass(topic, topic.send("people", newcomers, records));
            look(rig, WARM_UP, () -> true); // both sides: before that most of what is slow is compiling
            all.add(tell("none", look(rig, LOOKUPS, () -> true)));
            AtomicBoolean enough = new AtomicBoolean();
            Future<?> paced = background.submit(() -> pace(topic, newcomers, enough));
            all.add(tell("2,000 records/s", look(rig, LOOKUPS, () -> true)));
            enough.set(true);
            paced.get();
            Records.Sent sent = topic.send("backlog", newcomers, 2L * records);
            Future<IdentityRig.Passage> passage = background.submit(() -> rig.pass(topic, sent));
            all.add(tell("a backlog", look(rig, LOOKUPS, () -> !passage.isDone())));
            passage.get();
        }
        return all;
    }

    /** Small transactions at a steady pace until told; the last one is finished. */
    private static void pace(Records topic, Story story, AtomicBoolean enough) {
        while (!enough.get()) {
            topic.send("paced", story, PACED);
            topic.release();
            LockSupport.parkNanos(1_000_000_000L / PAUSES_PER_SECOND);
        }
    }

    /** At most so many, while it makes sense. */
    private Looked look(IdentityRig rig, int most, BooleanSupplier goesOn) throws IOException {
        Random random = new Random(1);
        Looked looked = new Looked(new ArrayList<>(most), new ArrayList<>(most));
        while (looked.lookups().size() < most && goesOn.getAsBoolean()) {
            String place = rig.url() + "/v1/identifiers/user_id/l-u" + random.nextInt(records / 4);
            looked.lookups().add(millis(place + "?workspace=" + Records.WORKSPACE, 200));
            looked.empty().add(millis(place, 400)); // does not say which workspace
        }
        return looked;
    }

    /**
     * Through the JDK's old client, which keeps its connection and reads on this thread. The new one hands an answer
     * over to two more threads: on a machine whose cores are busy that is most of what it would measure.
     */
    private static double millis(String address, int expected) throws IOException {
        long began = System.nanoTime();
        HttpURLConnection asked =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        int status = asked.getResponseCode();
        try (InputStream body = status < 400 ? asked.getInputStream() : asked.getErrorStream()) {
            body.readAllBytes();
        }
        double millis = (System.nanoTime() - began) / 1e6;
        if (status != expected) {
            throw new IllegalStateException("a look-up was answered with " + status + " instead of " + expected);
        }
        return millis;
    }

    private Times tell(String load, Looked looked) {
        Times times = new Times(
                load,
                looked.lookups().size(),
                Statistics.percentile(looked.lookups(), 0.5),
                Statistics.percentile(looked.lookups(), 0.99),
                Statistics.percentile(looked.empty(), 0.5),
                Statistics.percentile(looked.empty(), 0.99));
        screen.say(String.format(
                Locale.ROOT,
                "load: %-16s %,7d look-ups  p50 %6.2f ms   p99 %6.2f ms (aim: at most 5 ms)   answered without one: p50 %6.2f ms   p99 %6.2f ms",
                load,
                times.lookups(),
                times.p50(),
                times.p99(),
                times.emptyP50(),
                times.emptyP99()));
        return times;
    }
}
