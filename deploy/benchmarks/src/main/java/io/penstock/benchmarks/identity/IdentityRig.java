package io.penstock.benchmarks.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.benchmarks.figures.Arrivals;
import io.penstock.benchmarks.figures.CommittedEnds;
import io.penstock.benchmarks.figures.Servers;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.ManagedProcess;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.Program;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.Http;
import io.penstock.schemas.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Broker and identity-service, once or more, as processes on an empty folder. For one thread. */
final class IdentityRig implements AutoCloseable {
    private static final String BROKER = "kafka-broker";
    private static final String SERVICE = "identity-service";
    /** Half of the heap: what a record leaves behind dies at once. */
    private static final String YOUNG = "-Xmn384m";

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final House house;
    private final Stack stack;
    private final List<String> instances;

    /**
     * What all parts of the benchmark share.
     *
     * @param settings environment of identity-service
     * @param options further flags of its JVM
     */
    record Plan(
            Installation installation, Path data, int portBase, Map<String, String> settings, List<String> options) {}

    /** One run from {@code records} to {@code resolved}; CPU in microseconds per record. */
    record Passage(double rate, double serviceCpu, double brokerCpu, double throughLog) {}

    private IdentityRig(House house, Stack stack, List<String> instances) {
        this.house = house;
        this.stack = stack;
        this.instances = instances;
    }

    /** @param instances of identity-service, at least one */
    static IdentityRig start(Plan plan, String part, int instances) throws Exception {
        Path data = plan.data().resolve(part);
        Servers.empty(data);
        House house = new House(
                plan.installation(),
                new Ports(plan.portBase()),
                data,
                data.resolve("lakehouse"),
                Map.of(),
                plan.installation().home().resolve("data/cache"));
        house.ports().requireFree();
        Stack stack = Stack.open(data);
        try {
            stack.start(List.of(Servers.asServer(house.program(BROKER), "512m", List.of())), (name, needed) -> {});
            List<Program> programs = new ArrayList<>();
            for (int i = 0; i < instances; i++) {
                programs.add(instance(house, plan, i));
            }
            stack.start(programs, (name, needed) -> {});
            return new IdentityRig(
                    house, stack, programs.stream().map(Program::name).toList());
        } catch (RuntimeException | InterruptedException e) {
            stack.close();
            throw e;
        }
    }

    private static Program instance(House house, Plan plan, int number) {
        List<String> options = new ArrayList<>(Servers.BUSY);
        options.add(YOUNG);
        options.addAll(plan.options());
        Program usual = Servers.asServer(house.program(SERVICE).with(plan.settings()), "768m", options);
        if (number == 0) {
            return usual;
        }
        int port = house.ports().transform() + number - 1;
        Program further = usual.with(Map.of(
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "PENSTOCK_INSTANCE",
                SERVICE + "-" + number,
                "PENSTOCK_STATE_DIR",
                house.data().resolve(SERVICE + "-" + number).toString()));
        return new Program(
                SERVICE + "-" + number,
                further.command(),
                further.environment(),
                Ports.url(port),
                URI.create(Ports.url(port) + "/q/health/ready"),
                further.patience());
    }

    String bootstrap() {
        return house.ports().bootstrap();
    }

    String url() {
        return Ports.url(house.ports().identity());
    }

    /** Entries of changelogs that the service has read back since its start, as it says itself. */
    long readBack() throws InterruptedException {
        for (JsonNode check : new Http(url()).get("/q/health/ready").path("checks")) {
            if (check.path("data").has("restored")) {
                return check.path("data").path("restored").longValue();
            }
        }
        throw new IllegalStateException("readiness says nothing of what was restored");
    }

    ManagedProcess service() {
        return stack.process(SERVICE);
    }

    /** Lets the records go and waits until all of them are resolved. */
    Passage pass(Records records, Records.Sent sent) throws InterruptedException {
        Duration service = serviceCpu();
        Duration broker = cpu(BROKER);
        long log = end(Topics.IDENTITY_LOG.name());
        long resolved = end(Topics.RESOLVED.name());
        try (CommittedEnds ends = new CommittedEnds(bootstrap(), Topics.RESOLVED.name())) {
            long began = records.release();
            long deadline = began + PATIENCE.toNanos();
            while (ends.total() - resolved < sent.resolved()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("records were not resolved within " + PATIENCE);
                }
                Thread.sleep(100);
            }
            Duration serviceUsed = serviceCpu().minus(service);
            Duration brokerUsed = cpu(BROKER).minus(broker);
            long logged = end(Topics.IDENTITY_LOG.name()) - log;
            double seconds = (lastVisible(ends, sent) - began) / 1e9;
            return new Passage(
                    sent.count() / seconds,
                    serviceUsed.toNanos() / 1e3 / sent.count(),
                    brokerUsed.toNanos() / 1e3 / sent.count(),
                    Math.min(1, (double) logged / sent.count()));
        }
    }

    private long lastVisible(CommittedEnds ends, Records.Sent sent) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Arrivals arrived = Arrivals.of(bootstrap(), Topics.RESOLVED.name(), sent.pipeline());
            Optional<Long> at = ends.visibleSince(arrived.last());
            if (arrived.count() == sent.resolved() && at.isPresent()) {
                return at.get();
            }
            if (arrived.count() > sent.resolved()) {
                break;
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("expected " + sent.resolved() + " resolved records, found "
                + Arrivals.of(bootstrap(), Topics.RESOLVED.name(), sent.pipeline())
                        .count());
    }

    /** Committed ends of all partitions together. */
    long end(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = CommittedEnds.consumer(bootstrap())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private Duration serviceCpu() {
        return instances.stream().map(this::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private Duration cpu(String program) {
        return ProcessHandle.of(stack.process(program).pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        stack.close();
    }
}
