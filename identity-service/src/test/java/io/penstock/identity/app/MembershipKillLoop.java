package io.penstock.identity.app;

import io.penstock.broker.KafkaBroker;
import io.penstock.identity.core.Fold;
import io.penstock.identity.streams.Rows;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Not a test: the measurement behind docs/decisions/0005. Starts a broker and the packaged service as processes, then
 * kills the service with SIGKILL and starts it again, over and over, under a little load.
 *
 * <p>{@code MembershipKillLoop <streams|static> <rounds> <quarkus-run.jar> <empty work folder> [-Dsetting=value ...]}.
 * For each start it prints the time until the state is RUNNING and the time until records of every partition that were
 * written before the start are resolved: RUNNING alone does not say that anything is being worked on.
 */
public final class MembershipKillLoop {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Longer than a static member's session: the group goes on without it, then it comes back with its old id. */
    private static final Duration SERVICE_FREEZE = Duration.ofSeconds(20);
    /** Longer than a request's time-out, so that the client gives up a join that the broker still has (KAFKA-20985). */
    private static final Duration BROKER_FREEZE = Duration.ofSeconds(45);

    private static final int PROBES = 24;

    private final String mode;
    private final Path jar;
    private final Path folder;
    private final List<String> extra;
    private final int[] ports = KafkaBroker.freePorts().orElseThrow();
    private final int httpPort = KafkaBroker.freePorts().orElseThrow()[0];
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Integer> resolved = new HashMap<>();
    private final Set<String> sent = new HashSet<>();
    private int next;

    private MembershipKillLoop(String mode, Path jar, Path folder, List<String> extra) {
        this.mode = mode;
        this.jar = jar;
        this.folder = folder;
        this.extra = extra;
    }

    public static void main(String[] args) throws Exception {
        List<String> extra = List.of(args).subList(4, args.length);
        new MembershipKillLoop(args[0], Path.of(args[2]), Path.of(args[3]), extra).run(Integer.parseInt(args[1]));
    }

    private void run(int rounds) throws Exception {
        Files.createDirectories(folder);
        Process broker = broker();
        String bootstrap = "127.0.0.1:" + ports[0];
        try (var producer = new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", bootstrap, "linger.ms", 5),
                        Topics.RECORDS.keySerde().serializer(),
                        Topics.RECORDS.valueSerde().serializer());
                var consumer = new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                        Topics.RESOLVED.keySerde().deserializer(),
                        Topics.RESOLVED.valueSerde().deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.RESOLVED.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<Double> running = new ArrayList<>();
            List<Double> flowing = new ArrayList<>();
            for (int round = 0; round <= rounds + 1; round++) {
                boolean last = round == rounds + 1;
                String kind = round == 0 ? "first start" : last ? "after clean stop" : "after kill " + round;
                Set<String> probes = send(producer);
                long start = System.nanoTime();
                Process service = service(round);
                try {
                    double runningAfter = awaitRunning(service, start);
                    double flowingAfter = await(consumer, probes, service, start);
                    if (round > 0 && !last) {
                        running.add(runningAfter);
                        flowing.add(flowingAfter);
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "%s %-17s RUNNING after %5.1f s, all probes resolved after %5.1f s%n",
                            mode,
                            kind,
                            runningAfter,
                            flowingAfter);
                    await(consumer, send(producer), service, start);
                    if (round == 0) {
                        freeze("service", SERVICE_FREEZE, service, service, producer, consumer);
                        freeze("broker", BROKER_FREEZE, broker, service, producer, consumer);
                    }
                    send(producer);
                    long stop = System.nanoTime();
                    if (round >= rounds) {
                        service.destroy();
                        service.waitFor();
                        System.out.printf(Locale.ROOT, "%s clean stop took %.1f s%n", mode, seconds(stop));
                    }
                } finally {
                    service.destroyForcibly().waitFor();
                }
            }
            summary("RUNNING", running);
            summary("flow", flowing);
            reportLogs(rounds);
            // The last records were sent just before the last stop: one more start to see them through.
            Process service = service(rounds + 2);
            await(consumer, sent, service, System.nanoTime());
            service.destroyForcibly().waitFor();
            long twice = resolved.values().stream().filter(times -> times > 1).count();
            System.out.printf(
                    "%s records sent %d, resolved %d, more than once %d%n", mode, sent.size(), resolved.size(), twice);
        } finally {
            broker.destroyForcibly().waitFor();
        }
    }

    private void summary(String what, List<Double> seconds) {
        List<Double> sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%s after kill, time to %s: min %.1f median %.1f max %.1f s of %d%n",
                mode,
                what,
                sorted.getFirst(),
                sorted.get(sorted.size() / 2),
                sorted.getLast(),
                sorted.size());
    }

    private void reportLogs(int rounds) throws IOException {
        for (int round = 0; round <= rounds + 1; round++) {
            String log = Files.readString(folder.resolve("service-" + round + ".log"));
            for (String sign : List.of("Fenced", "stream thread died", "PENDING_ERROR", "UnreleasedInstanceId")) {
                if (log.contains(sign)) {
                    System.out.printf("%s round %d: log has \"%s\"%n", mode, round, sign);
                }
            }
        }
    }

    /** Stops a process without killing it, then sees whether the service works again by itself. */
    private void freeze(
            String what,
            Duration length,
            Process frozen,
            Process service,
            KafkaProducer<String, RecordV1> producer,
            KafkaConsumer<String, ResolvedV1> consumer)
            throws Exception {
        signal("STOP", frozen);
        Thread.sleep(length);
        signal("CONT", frozen);
        long thaw = System.nanoTime();
        Set<String> probes = send(producer);
        System.out.printf(
                Locale.ROOT,
                "%s %s frozen for %d s: all probes resolved after %.1f s%n",
                mode,
                what,
                length.toSeconds(),
                await(consumer, probes, service, thaw));
    }

    private static void signal(String name, Process service) throws Exception {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(service.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new AssertionError("kill -" + name + " failed");
        }
    }

    private Set<String> send(KafkaProducer<String, RecordV1> producer) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < PROBES; i++) {
            String id = "record-" + next++;
            String customer = "customer_id:c" + next % 977;
            RecordV1 record = Rows.record(id, Fold.START, List.of(Rows.identifier(customer)), "{'n': " + next + "}");
            producer.send(new ProducerRecord<>(Topics.RECORDS.name(), record.partitionKey(), record));
            ids.add(id);
        }
        producer.flush();
        sent.addAll(ids);
        return ids;
    }

    private double awaitRunning(Process service, long start) throws Exception {
        HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/v1/status"))
                .timeout(Duration.ofSeconds(2))
                .build();
        while (seconds(start) < PATIENCE.toSeconds()) {
            requireAlive(service);
            try {
                String body =
                        http.send(ask, HttpResponse.BodyHandlers.ofString()).body();
                if (body.contains("\"state\":\"RUNNING\"")) {
                    return seconds(start);
                }
            } catch (IOException e) {
                // Not listening yet: asked again until the patience ends.
                Thread.onSpinWait();
            }
            Thread.sleep(20);
        }
        throw new AssertionError("not RUNNING after " + PATIENCE);
    }

    private double await(KafkaConsumer<String, ResolvedV1> consumer, Set<String> wanted, Process service, long start) {
        while (!resolved.keySet().containsAll(wanted)) {
            requireAlive(service);
            if (seconds(start) > PATIENCE.toSeconds()) {
                throw new AssertionError("probes not resolved after " + PATIENCE);
            }
            consumer.poll(Duration.ofMillis(20))
                    .forEach(one -> resolved.merge(one.value().record().recordId(), 1, Integer::sum));
        }
        return seconds(start);
    }

    private static void requireAlive(Process service) {
        if (!service.isAlive()) {
            throw new AssertionError("the service ended by itself with exit code " + service.exitValue());
        }
    }

    private Process broker() throws IOException {
        Process broker = new ProcessBuilder(
                        java(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.penstock.broker.BrokerMain",
                        folder.resolve("broker").toString(),
                        Integer.toString(ports[0]),
                        Integer.toString(ports[1]),
                        "2")
                .redirectErrorStream(true)
                .start();
        var lines = broker.inputReader();
        String line = lines.readLine();
        while (line != null && !line.startsWith("kafka-broker ready")) {
            line = lines.readLine();
        }
        Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(ignored -> {}));
        if (line == null) {
            throw new AssertionError("the broker did not start");
        }
        return broker;
    }

    private Process service(int round) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dkafka.bootstrap.servers=127.0.0.1:" + ports[0],
                "-Dquarkus.http.port=" + httpPort,
                "-Dpenstock.state-dir=" + folder.resolve("state"),
                "-Didentity.membership=" + mode.toUpperCase(Locale.ROOT)));
        command.addAll(extra);
        command.addAll(List.of("-jar", jar.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("service-" + round + ".log").toFile())
                .start();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
