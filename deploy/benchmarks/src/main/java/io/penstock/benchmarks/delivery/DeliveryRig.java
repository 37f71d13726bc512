package io.penstock.benchmarks.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.benchmarks.figures.Servers;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.Program;
import io.penstock.local.stack.Stack;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Broker, stand-in for Customer.io and delivery-service as processes on an empty folder. For one thread. */
final class DeliveryRig implements AutoCloseable {
    static final String BROKER = "kafka-broker";
    static final String STAND_IN = "customerio-sandbox";
    static final String SERVICE = "delivery-service";
    /**
     * As the service's README advises: what waits to be sent outlives a small young generation, and the pauses for
     * copying it came to a fifth of the CPU time.
     */
    private static final List<String> YOUNG = List.of("-Xms1g", "-Xmn768m");

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** Answering takes CPU time of the service: every 20 ms it was a twelfth of what its own threads took. */
    private static final int LOOK_EVERY_MS = 100;

    private final House house;
    private final Stack stack;
    private final HttpClient client = HttpClient.newHttpClient();

    private DeliveryRig(House house, Stack stack) {
        this.house = house;
        this.stack = stack;
    }

    /**
     * @param settings environment of delivery-service
     * @param options further flags of its JVM
     */
    static DeliveryRig start(
            Installation installation, Path data, int portBase, Map<String, String> settings, List<String> options)
            throws IOException, InterruptedException {
        empty(data);
        House house = new House(
                installation,
                new Ports(portBase),
                data,
                data.resolve("lakehouse"),
                Map.of(),
                installation.home().resolve("data/cache"));
        house.ports().requireFree();
        Stack stack = Stack.open(data);
        try {
            Program broker = Servers.asServer(house.program(BROKER), "512m", List.of());
            Program standIn = inMemory(Servers.asServer(house.program(STAND_IN), "1500m", List.of()));
            stack.start(List.of(broker, standIn), (name, needed) -> {});
            List<String> flags = Stream.of(Servers.BUSY, YOUNG, options)
                    .flatMap(List::stream)
                    .toList();
            stack.start(
                    List.of(Servers.asServer(house.program(SERVICE).with(settings), "1g", flags)),
                    (name, needed) -> {});
            return new DeliveryRig(house, stack);
        } catch (RuntimeException | InterruptedException e) {
            stack.close();
            throw e;
        }
    }

    /** Its journal would be what is measured. */
    private static Program inMemory(Program usual) {
        List<String> command = new ArrayList<>(usual.command());
        int at = command.indexOf("--state-dir");
        command.subList(at, at + 2).clear();
        return with(usual, command);
    }

    private static Program with(Program usual, List<String> command) {
        return new Program(
                usual.name(), command, usual.environment(), usual.url(), usual.readiness(), usual.patience());
    }

    String bootstrap() {
        return house.ports().bootstrap();
    }

    String standIn() {
        return Ports.url(house.ports().customerio());
    }

    /** {@code site id:key} of the stand-in. */
    String credentials() {
        Map<String, String> environment = house.program(SERVICE).environment();
        return environment.get("CUSTOMERIO_SITE_ID") + ":" + environment.get("CUSTOMERIO_API_KEY");
    }

    /** Waits until so many outcomes are committed; @return when, in nanoseconds of {@link System#nanoTime()} */
    long awaitAccepted(long outcomes) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode status = status();
            if (status.path("accepted").asLong() >= outcomes) {
                return System.nanoTime();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("expected " + outcomes + " accepted calls, found " + status);
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    private JsonNode status() throws IOException, InterruptedException {
        URI address = URI.create(Ports.url(house.ports().delivery()) + "/v1/status");
        return Json.wire()
                .readTree(client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray())
                        .body());
    }

    /** CPU time a program has used so far, in nanoseconds. */
    long cpu(String program) {
        return ProcessHandle.of(stack.process(program).pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }

    @Override
    public void close() {
        stack.close();
    }
}
