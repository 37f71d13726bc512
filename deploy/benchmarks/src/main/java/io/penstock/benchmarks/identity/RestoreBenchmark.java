package io.penstock.benchmarks.identity;

import io.penstock.local.stack.ManagedProcess;
import io.penstock.local.story.Screen;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.Locale;

/**
 * Time from the start of the process until it is ready, and how much was read back, as the service itself says: after
 * {@code kill -9} in the middle of its work, after a clean stop, and after {@code kill -9} soon after that. Kafka
 * Streams trusts no store that its owner had opened and written a file of; one that has no new file is as it was at its
 * last clean end.
 */
final class RestoreBenchmark {
    private static final int IDENTIFIERS_PER_RECORD = 10;
    private static final int RECORDS_AT_A_TIME = 200_000;
    private static final int KILLED_IN = 50_000;

    private final Screen screen;
    private final int millions;

    RestoreBenchmark(Screen screen, int millions) {
        this.screen = screen;
        this.millions = millions;
    }

    /**
     * @param identifiers before the kill
     * @param killed after a kill in the life that wrote all of them
     * @param clean after a clean stop
     * @param killedSoon after a kill some ten thousand records later
     */
    record Result(int identifiers, Start killed, Start clean, Start killedSoon) {}

    /** @param seconds until ready; @param readBack entries of changelogs, markers of transactions included */
    record Start(double seconds, long readBack) {}

    Result run(IdentityRig.Plan plan) throws Exception {
        screen.heading("Restore: %d million identifiers".formatted(millions));
        int records = millions * 1_000_000 / IDENTIFIERS_PER_RECORD;
        try (IdentityRig rig = IdentityRig.start(plan, "restore", 1);
                Records topic = new Records(rig.bootstrap(), Records.Row.TRAITS)) {
            Story strangers = Story.ofStrangers();
            for (int done = 0; done < records; done += RECORDS_AT_A_TIME) {
                int next = Math.min(RECORDS_AT_A_TIME, records - done);
                rig.pass(topic, topic.sendStrangers("strangers-" + done, strangers, next));
            }
            killInMidWork(rig, topic, strangers);
            Start killed = start(rig);
            ManagedProcess service = rig.service();
            service.stop(Duration.ofSeconds(30));
            Start clean = start(rig);
            killInMidWork(rig, topic, strangers);
            Start killedSoon = start(rig);
            int identifiers = records * IDENTIFIERS_PER_RECORD;
            tell(identifiers, "kill -9 in mid-work", killed);
            tell(identifiers, "a clean stop", clean);
            tell(identifiers, "kill -9 soon after that", killedSoon);
            return new Result(identifiers, killed, clean, killedSoon);
        }
    }

    private static void killInMidWork(IdentityRig rig, Records topic, Story strangers) throws InterruptedException {
        Records.Sent sent = topic.sendStrangers("killed", strangers, KILLED_IN);
        long before = rig.end(Topics.RESOLVED.name());
        topic.release();
        while (rig.end(Topics.RESOLVED.name()) == before) {
            Thread.onSpinWait();
        }
        rig.service().kill();
        long done = rig.end(Topics.RESOLVED.name()) - before;
        if (done >= sent.resolved()) {
            throw new IllegalStateException("all records were resolved before the kill");
        }
    }

    private void tell(int identifiers, String after, Start start) {
        screen.point(String.format(
                Locale.ROOT,
                "%,d identifiers, after %s: ready after %.1f s, %,d entries of changelogs read back",
                identifiers,
                after,
                start.seconds(),
                start.readBack()));
    }

    private static Start start(IdentityRig rig) throws Exception {
        long began = System.nanoTime();
        rig.service().restart();
        rig.service().awaitReady();
        return new Start((System.nanoTime() - began) / 1e9, rig.readBack());
    }
}
