package io.penstock.benchmarks.identity;

import io.penstock.local.story.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Records per second from {@code records} to {@code resolved} through a real broker, exactly once: people who are
 * mostly known, and records that all change somebody. All records lie on the topic before the first is let go.
 */
final class ServiceBenchmark {
    private final Screen screen;
    private final int records;
    private final int runs;
    private final Records.Row row;

    ServiceBenchmark(Screen screen, int records, int runs, Records.Row row) {
        this.screen = screen;
        this.records = records;
        this.runs = runs;
        this.row = row;
    }

    /**
     * One round.
     *
     * @param known share of records that changed nobody
     * @param throughLog share of records that passed the identity log, transaction marks counted in
     */
    record Round(
            String story,
            int instances,
            long records,
            double known,
            double throughLog,
            double rate,
            double serviceCpu,
            double brokerCpu) {}

    /** Both stories with one instance. */
    List<Round> run(IdentityRig.Plan plan) throws Exception {
        screen.heading("Service: %,d records a round, %s, rates are wall time"
                .formatted(records, row == Records.Row.TRAITS ? "rows of six traits" : "identifiers only"));
        List<Round> rounds = new ArrayList<>();
        try (IdentityRig rig = IdentityRig.start(plan, "service", 1);
                Records topic = new Records(rig.bootstrap(), row)) {
            rounds.addAll(known(rig, topic, 1));
            round("warming", 1, rig, topic, Story.ofNewcomers("w"), 2 * records);
            for (int run = 0; run < runs; run++) {
                Story story = Story.ofNewcomers("n" + run);
                rounds.add(round("changing-" + run, 1, rig, topic, story, records));
            }
        }
        return rounds;
    }

    /** The people who are mostly known, with one instance and with two. */
    List<Round> filter(IdentityRig.Plan plan) throws Exception {
        screen.heading("Filter: one instance and two");
        List<Round> rounds = new ArrayList<>();
        for (int instances = 1; instances <= 2; instances++) {
            try (IdentityRig rig = IdentityRig.start(plan, "filter", instances);
                    Records topic = new Records(rig.bootstrap(), row)) {
                rounds.addAll(known(rig, topic, instances));
            }
        }
        return rounds;
    }

    /** First rounds teach who is who, as many observations per person as the reference has after 8 of 10 million. */
    private List<Round> known(IdentityRig rig, Records topic, int instances) throws InterruptedException {
        List<Round> rounds = new ArrayList<>();
        int warming = 2 * records;
        Story story = Story.ofACrowd(Math.max(1, warming / 10), warming + (long) runs * records);
        round("growing", instances, rig, topic, story, warming);
        for (int run = 0; run < runs; run++) {
            rounds.add(round("steady-" + run, instances, rig, topic, story, records));
        }
        return rounds;
    }

    private Round round(String name, int instances, IdentityRig rig, Records topic, Story story, long count)
            throws InterruptedException {
        Records.Sent sent = topic.send(name, story, count);
        IdentityRig.Passage passage = rig.pass(topic, sent);
        Round round = new Round(
                name,
                instances,
                count,
                sent.known(),
                passage.throughLog(),
                passage.rate(),
                passage.serviceCpu(),
                passage.brokerCpu());
        screen.say(String.format(
                Locale.ROOT,
                "%-11s instances %d  known %4.1f %%  through the log %5.1f %%  %,8.0f records/s  CPU µs/record: service %.1f, broker %.1f",
                name,
                instances,
                100 * round.known(),
                100 * round.throughLog(),
                round.rate(),
                round.serviceCpu(),
                round.brokerCpu()));
        return round;
    }
}
