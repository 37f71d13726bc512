package io.penstock.benchmarks.delivery;

import io.penstock.benchmarks.figures.Statistics;
import io.penstock.local.story.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Deliveries per second from the topic to the stand-in and back into committed outcomes, limit off; then the very same
 * batches from a bare HTTP client in the same round. The first rounds warm both up and do not count.
 */
final class DeliveryBenchmark {
    private final Screen screen;
    private final int calls;
    private final int warmUps;
    private final int runs;
    private final int atOneTime;

    /**
     * @param calls of a round
     * @param warmUp calls, at least, that both sides have sent before the first round that counts; always a round
     */
    DeliveryBenchmark(Screen screen, int calls, int warmUp, int runs, int atOneTime) {
        this.screen = screen;
        this.calls = calls;
        this.warmUps = Math.max(1, Math.ceilDiv(warmUp, calls));
        this.runs = runs;
        this.atOneTime = atOneTime;
    }

    /**
     * One round; rates in deliveries per second, CPU in microseconds per delivery.
     *
     * @param ratio rate of the service by that of the bare client
     */
    record Round(
            double rate,
            double bareRate,
            double ratio,
            double callsPerRequest,
            double serviceCpu,
            double bareCpu,
            double standInCpu,
            double standInCpuBare,
            double brokerCpu) {}

    /** What is to be remembered: medians over the rounds that count. */
    record Result(double rate, double bareRate, double ratio, double serviceCpu, List<Round> rounds) {}

    Result run(DeliveryRig rig) throws Exception {
        StandIn standIn = new StandIn(rig.standIn());
        BareClient bare = new BareClient(standIn.batch(), rig.credentials(), atOneTime);
        List<Round> rounds = new ArrayList<>();
        try (OwedCalls owed = new OwedCalls(rig.bootstrap(), Math.max(1, calls / 4))) {
            owed.configure(rig.standIn());
            for (int run = 0; run < warmUps + runs; run++) {
                Round round = round(rig, standIn, bare, owed, run);
                boolean counts = run >= warmUps;
                screen.say(line(counts ? "round " + (run - warmUps + 1) : "warm-up", round));
                if (counts) {
                    rounds.add(round);
                }
            }
        }
        return new Result(
                Statistics.median(rounds.stream().map(Round::rate).toList()),
                Statistics.median(rounds.stream().map(Round::bareRate).toList()),
                Statistics.median(rounds.stream().map(Round::ratio).toList()),
                Statistics.median(rounds.stream().map(Round::serviceCpu).toList()),
                rounds);
    }

    private Round round(DeliveryRig rig, StandIn standIn, BareClient bare, OwedCalls owed, int run) throws Exception {
        owed.write(calls);
        long service = rig.cpu(DeliveryRig.SERVICE);
        long there = rig.cpu(DeliveryRig.STAND_IN);
        long broker = rig.cpu(DeliveryRig.BROKER);
        long began = owed.release();
        long ended = rig.awaitAccepted((run + 1L) * calls);
        service = rig.cpu(DeliveryRig.SERVICE) - service;
        there = rig.cpu(DeliveryRig.STAND_IN) - there;
        broker = rig.cpu(DeliveryRig.BROKER) - broker;

        List<byte[]> batches = standIn.batches();
        standIn.reset();
        long thereBare = rig.cpu(DeliveryRig.STAND_IN);
        BareClient.Sent sent = bare.send(batches);
        thereBare = rig.cpu(DeliveryRig.STAND_IN) - thereBare;
        if (standIn.received() != calls) {
            throw new IllegalStateException("expected " + calls + " operations, found " + standIn.received());
        }
        standIn.reset();

        double rate = calls / ((ended - began) / 1e9);
        double bareRate = calls / (sent.wall() / 1e9);
        return new Round(
                rate,
                bareRate,
                rate / bareRate,
                (double) calls / batches.size(),
                perCall(service),
                perCall(sent.cpu()),
                perCall(there),
                perCall(thereBare),
                perCall(broker));
    }

    private double perCall(long nanos) {
        return nanos / 1e3 / calls;
    }

    private static String line(String name, Round round) {
        return String.format(
                Locale.ROOT,
                "%-8s %,8.0f deliveries/s  bare %,8.0f/s  ratio %.2f  %.0f calls a request"
                        + "  CPU µs/delivery: service %.1f, bare %.1f, stand-in %.1f and %.1f, broker %.1f",
                name,
                round.rate(),
                round.bareRate(),
                round.ratio(),
                round.callsPerRequest(),
                round.serviceCpu(),
                round.bareCpu(),
                round.standInCpu(),
                round.standInCpuBare(),
                round.brokerCpu());
    }
}
