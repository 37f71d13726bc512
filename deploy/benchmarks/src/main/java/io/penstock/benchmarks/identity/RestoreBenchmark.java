package io.penstock.benchmarks.identity;

import io.penstock.local.stack.ManagedProcess;
import io.penstock.local.story.Screen;
import java.time.Duration;
import java.util.Locale;

/** Time from the start of the process until it is ready: after a clean stop, and after {@code kill -9}. */
final class RestoreBenchmark {
    private static final int IDENTIFIERS_PER_RECORD = 10;
    private static final int RECORDS_AT_A_TIME = 200_000;

    private final Screen screen;
    private final int millions;

    RestoreBenchmark(Screen screen, int millions) {
        this.screen = screen;
        this.millions = millions;
    }

    /** @param kept seconds with the stores kept; @param restored seconds with the stores read from their changelogs */
    record Result(int identifiers, double kept, double restored) {}

    Result run(IdentityRig.Plan plan) throws Exception {
        screen.heading("Restore: %d million identifiers".formatted(millions));
        int records = millions * 1_000_000 / IDENTIFIERS_PER_RECORD;
        try (IdentityRig rig = IdentityRig.start(plan, "restore", 1);
                Records topic = new Records(rig.bootstrap())) {
            Story strangers = Story.ofStrangers();
            for (int done = 0; done < records; done += RECORDS_AT_A_TIME) {
                int next = Math.min(RECORDS_AT_A_TIME, records - done);
                rig.pass(topic, topic.send("strangers-" + done, strangers, next));
            }
            ManagedProcess service = rig.service();
            service.stop(Duration.ofSeconds(30));
            double kept = start(service);
            service.kill();
            double restored = start(service);
            screen.point(String.format(
                    Locale.ROOT,
                    "%,d identifiers: ready %.1f s after a clean stop, %.1f s after kill -9 (%,.0f identifiers/s beyond the former)",
                    records * IDENTIFIERS_PER_RECORD,
                    kept,
                    restored,
                    records * IDENTIFIERS_PER_RECORD / Math.max(0.001, restored - kept)));
            return new Result(records * IDENTIFIERS_PER_RECORD, kept, restored);
        }
    }

    private static double start(ManagedProcess service) throws InterruptedException {
        long began = System.nanoTime();
        service.restart();
        service.awaitReady();
        return (System.nanoTime() - began) / 1e9;
    }
}
