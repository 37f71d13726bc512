package io.penstock.benchmarks.transform;

import io.penstock.local.story.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows per second from {@code resolved} to {@code deliveries} through a real broker, exactly once. */
final class ServiceBenchmark {
    private final Screen screen;
    private final Scale scale;

    ServiceBenchmark(Screen screen, Scale scale) {
        this.screen = screen;
        this.scale = scale;
    }

    /** One round of one shape. */
    record Round(String shape, long rows, TransformRig.Passage passage) {}

    /** Shapes in turns; the first round of each only warms up. */
    List<Round> run(TransformRig.Plan plan) throws Exception {
        screen.heading(
                "Service: %,d rows a round, from resolved to deliveries, rates are wall time".formatted(scale.rows()));
        List<Round> rounds = new ArrayList<>();
        try (TransformRig rig = TransformRig.start(plan);
                ResolvedRows rows = new ResolvedRows(rig.bootstrap())) {
            for (int run = 0; run <= scale.runs(); run++) {
                for (RowShape shape : RowShape.values()) {
                    String name = shape.name().toLowerCase(Locale.ROOT) + "-" + run;
                    ResolvedRows.Sent sent = rows.send(name, shape, scale.rows());
                    Round round = new Round(name, sent.count(), rig.pass(rows, sent));
                    tell(round);
                    if (run > 0) {
                        rounds.add(round);
                    }
                }
            }
        }
        return rounds;
    }

    private void tell(Round round) {
        screen.say(String.format(
                Locale.ROOT,
                "%-8s  %,8.0f rows/s (aim: 15,000)   CPU µs/row: service %.1f, workers %.1f, broker %.1f",
                round.shape(),
                round.passage().rate(),
                round.passage().serviceCpu(),
                round.passage().workersCpu(),
                round.passage().brokerCpu()));
    }
}
