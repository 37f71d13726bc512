package io.penstock.benchmarks.transform;

import io.penstock.benchmarks.figures.CommittedEnds;
import io.penstock.benchmarks.figures.Servers;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.Stack;
import io.penstock.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Broker and transform-service as processes on an empty folder. For one thread. */
final class TransformRig implements AutoCloseable {
    private static final String BROKER = "kafka-broker";
    private static final String SERVICE = "transform-service";
    /** What a row leaves behind dies at once, and a collection costs what lives. */
    private static final List<String> YOUNG = List.of("-Xmn384m");

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final House house;
    private final Stack stack;

    /**
     * How it is started.
     *
     * @param settings environment of transform-service
     * @param options further flags of its JVM
     */
    record Plan(
            Installation installation, Path data, int portBase, Map<String, String> settings, List<String> options) {}

    /** One run from {@code resolved} to {@code deliveries}; CPU in microseconds per row, workers with the service. */
    record Passage(double rate, double serviceCpu, double workersCpu, double brokerCpu) {}

    private TransformRig(House house, Stack stack) {
        this.house = house;
        this.stack = stack;
    }

    static TransformRig start(Plan plan) throws Exception {
        Servers.empty(plan.data());
        House house = new House(
                plan.installation(),
                new Ports(plan.portBase()),
                plan.data(),
                plan.data().resolve("lakehouse"),
                Map.of(),
                plan.installation().home().resolve("data/cache"));
        house.ports().requireFree();
        Stack stack = Stack.open(plan.data());
        try {
            stack.start(List.of(Servers.asServer(house.program(BROKER), "512m", List.of())), (name, needed) -> {});
            stack.start(
                    List.of(Servers.asServer(house.program(SERVICE).with(plan.settings()), "768m", options(plan))),
                    (name, needed) -> {});
            return new TransformRig(house, stack);
        } catch (RuntimeException | InterruptedException e) {
            stack.close();
            throw e;
        }
    }

    private static List<String> options(Plan plan) {
        return Stream.concat(YOUNG.stream(), plan.options().stream()).toList();
    }

    String bootstrap() {
        return house.ports().bootstrap();
    }

    /** Lets the rows go and waits until all their deliveries can be read. */
    Passage pass(ResolvedRows rows, ResolvedRows.Sent sent) throws InterruptedException {
        ProcessHandle service = process(SERVICE);
        Duration own = own(service);
        Duration all = Servers.cpu(service);
        Duration broker = Servers.cpu(process(BROKER));
        try (CommittedEnds ends = new CommittedEnds(bootstrap(), Topics.DELIVERIES.name());
                Arriving arriving = new Arriving(bootstrap(), Topics.DELIVERIES.name(), sent.pipeline())) {
            long began = rows.release();
            long visible = lastVisible(ends, arriving, sent);
            Duration ownUsed = own(service).minus(own);
            Duration allUsed = Servers.cpu(service).minus(all);
            Duration brokerUsed = Servers.cpu(process(BROKER)).minus(broker);
            return new Passage(
                    sent.count() * 1e9 / (visible - began),
                    ownUsed.toNanos() / 1e3 / sent.count(),
                    allUsed.minus(ownUsed).toNanos() / 1e3 / sent.count(),
                    brokerUsed.toNanos() / 1e3 / sent.count());
        }
    }

    private static long lastVisible(CommittedEnds ends, Arriving arriving, ResolvedRows.Sent sent)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && arriving.count() <= sent.deliveries()) {
            Thread.sleep(LOOK_EVERY);
            if (arriving.hasStopped() && arriving.count() == sent.deliveries()) {
                Optional<Long> at = ends.visibleSince(arriving.last());
                if (at.isPresent()) {
                    return at.get();
                }
            }
        }
        throw new IllegalStateException("expected " + sent.deliveries() + " deliveries, found " + arriving.count());
    }

    private ProcessHandle process(String program) {
        return ProcessHandle.of(stack.process(program).pid()).orElseThrow();
    }

    private static Duration own(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        stack.close();
    }
}
