package io.penstock.delivery;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.broker.BrokerMain;
import io.penstock.broker.KafkaBroker;
import io.penstock.customerio.sandbox.CustomerIoSandbox;
import io.penstock.delivery.customerio.Deliveries;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Broker and service as processes that can be killed, and the stand-in for Customer.io in this one, where the effects
 * are counted. Events of one person carry 0, 1, 2, … in their ids.
 */
final class Rig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final int PARTITIONS = 4;
    private static final int PAGE = 20_000;

    private final CustomerIoSandbox sandbox;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final int[] ports = KafkaBroker.freePorts().orElseThrow();
    private final int persons;
    private final Map<String, String> settings;
    private Process broker;
    private ServiceProcess service;
    private final List<ServiceProcess> replicas = new ArrayList<>();

    /** @param settings of the service, as environment variables */
    Rig(Path folder, int persons, int rate, Map<String, String> settings) throws IOException {
        this.folder = folder;
        this.persons = persons;
        this.settings = new HashMap<>(settings);
        sandbox = CustomerIoSandbox.builder().start();
        this.settings.put("CIO_SITE", sandbox.siteId());
        this.settings.put("CIO_KEY", sandbox.apiKey());
        startBroker();
        ConfigV1 config = new ConfigV1(
                "acme",
                ConfigV1.Kind.CONNECTION,
                "customerio-prod",
                1,
                Deliveries.json("""
                        {"type":"customerio","customerio":{"trackUrl":"%s","rate":%d,
                         "siteId":{"env":"CIO_SITE"},"apiKey":{"env":"CIO_KEY"}}}
                        """.formatted(sandbox.baseUri(), rate)),
                null,
                "hash",
                "test",
                Instant.now());
        write(Topics.CONFIG, List.of(Map.entry(config.key(), config)));
    }

    private String bootstrap() {
        return "127.0.0.1:" + ports[0];
    }

    /** Returns when it takes requests. */
    void startBroker() throws IOException {
        Path log = folder.resolve("broker.log");
        Files.deleteIfExists(log);
        broker = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName(),
                        folder.resolve("broker").toString(),
                        Integer.toString(ports[0]),
                        Integer.toString(ports[1]),
                        Integer.toString(PARTITIONS))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(PATIENCE).until(() -> Files.readString(log).contains("kafka-broker ready"));
    }

    void killBroker() {
        broker.destroyForcibly().onExit().join();
    }

    void startService() throws IOException {
        service = ServiceProcess.start(bootstrap(), folder.resolve("service.log"), settings);
    }

    /** One more worker of the same service, under a name of its own. */
    void startReplica(String name) throws IOException {
        Map<String, String> own = new HashMap<>(settings);
        own.put("PENSTOCK_INSTANCE", name);
        replicas.add(ServiceProcess.start(bootstrap(), folder.resolve(name + ".log"), own));
    }

    void killService() {
        service.close();
    }

    boolean serviceIsAlive() {
        return service.isAlive();
    }

    /** Resident memory of the service, in MiB. */
    long serviceMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(service.pid()), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024;
    }

    /** Owes everybody the same number of events. */
    void owe(int calls) {
        write(
                Topics.DELIVERIES,
                IntStream.range(0, calls)
                        .mapToObj(i -> Deliveries.track(id(i % persons, i / persons), "u" + i % persons, "e", "{}"))
                        .map(delivery -> Map.<String, DeliveryV1>entry(delivery.profileId(), delivery))
                        .toList());
    }

    private static String id(int person, int sequence) {
        return person + "-" + sequence;
    }

    private <V> void write(Topic<V> topic, List<Map.Entry<String, V>> entries) {
        Properties producer = new Properties();
        producer.put("bootstrap.servers", bootstrap());
        producer.put("acks", "all");
        try (var writing = new KafkaProducer<>(
                producer, topic.keySerde().serializer(), topic.valueSerde().serializer())) {
            entries.forEach(
                    entry -> writing.send(new ProducerRecord<>(topic.name(), entry.getKey(), entry.getValue())));
        }
    }

    /** Everything committed on a topic once there are so many records, and what comes in the second after. */
    <V> List<V> read(Topic<V> topic, int atLeast) {
        List<V> found = new ArrayList<>();
        Map<String, Object> consumer = Map.of("bootstrap.servers", bootstrap(), "isolation.level", "read_committed");
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(i -> new TopicPartition(topic.name(), i))
                .toList();
        try (var reading = new KafkaConsumer<>(
                consumer, topic.keySerde().deserializer(), topic.valueSerde().deserializer())) {
            reading.assign(partitions);
            reading.seekToBeginning(partitions);
            await().pollInSameThread().atMost(PATIENCE).until(() -> {
                reading.poll(Duration.ofMillis(200)).forEach(record -> found.add(record.value()));
                return found.size() >= atLeast;
            });
            reading.poll(Duration.ofSeconds(1)).forEach(record -> found.add(record.value()));
        }
        return found;
    }

    /** Faults in the stand-in's own words. */
    void faults(String plan) throws IOException, InterruptedException {
        ask("faults", HttpRequest.BodyPublishers.ofString(plan));
    }

    /** Operations that reached the stand-in, repeats included. */
    long arrivals() throws IOException, InterruptedException {
        return ask("requests?limit=1&since=0", null).path("last").asLong();
    }

    /** Event ids in order of arrival with the stand-in's verdict on each. */
    List<Map.Entry<String, String>> seen() throws IOException, InterruptedException {
        ask("settle", HttpRequest.BodyPublishers.noBody());
        return operations().stream()
                .map(operation -> Map.entry(
                        operation.path("body").path("id").asText(),
                        operation.path("verdict").asText()))
                .toList();
    }

    /** Milliseconds at which each request arrived, in order. */
    List<Long> requestTimes() throws IOException, InterruptedException {
        Map<Long, Long> times = new TreeMap<>();
        operations()
                .forEach(operation -> times.putIfAbsent(
                        operation.path("request").asLong(),
                        operation.path("received_at").asLong()));
        return times.values().stream().sorted().toList();
    }

    private List<JsonNode> operations() throws IOException, InterruptedException {
        List<JsonNode> operations = new ArrayList<>();
        for (long since = 0; ; ) {
            JsonNode page = ask("requests?limit=" + PAGE + "&since=" + since, null);
            page.path("operations").forEach(operations::add);
            if (page.path("next").asLong() == since || page.path("operations").isEmpty()) {
                return operations;
            }
            since = page.path("next").asLong();
        }
    }

    private JsonNode ask(String path, HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
        String method = body == null ? "GET" : path.equals("faults") ? "PUT" : "POST";
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUri() + "/sandbox/" + path))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : body)
                .build();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " was answered with " + answer.statusCode());
        }
        return Json.wire().readTree(answer.body());
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
        replicas.forEach(ServiceProcess::close);
        killBroker();
        sandbox.close();
        client.close();
    }
}
