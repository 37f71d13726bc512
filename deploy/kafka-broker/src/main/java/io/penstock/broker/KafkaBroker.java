package io.penstock.broker;

import io.penstock.schemas.Topics;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A running single-node KRaft broker on 127.0.0.1, and its data folder.
 *
 * <p>A folder that was used before is continued: its topics, offsets and transactions are there again. Broker sessions
 * are short (2 s), so that a restart after {@code kill -9} does not wait for the old registration to expire.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final Duration LEADERS = Duration.ofMinutes(1);
    private static final String HOST = "127.0.0.1";
    private static final int LOWEST_TEST_PORT = 20_000;
    private static final int HIGHEST_TEST_PORT = 32_000;

    private final KafkaRaftServer server;
    private final String bootstrap;

    private KafkaBroker(KafkaRaftServer server, String bootstrap) {
        this.server = server;
        this.bootstrap = bootstrap;
    }

    /**
     * Formats the folder if it is new, then starts.
     *
     * @param data folder for logs and metadata, created if absent; belongs to one broker at a time
     * @param port client port; the controller takes {@code controllerPort}
     * @throws IOException if the folder cannot be written
     * @throws IllegalStateException if a port is taken; the message names it
     */
    public static KafkaBroker start(Path data, int port, int controllerPort) throws IOException {
        requireFree(port);
        requireFree(controllerPort);
        Properties settings = settings(data, port, controllerPort);
        if (!Files.exists(data.resolve("meta.properties"))) {
            format(data, settings);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        server.startup();
        return new KafkaBroker(server, HOST + ":" + port);
    }

    /** {@code host:port} for clients. */
    public String bootstrap() {
        return bootstrap;
    }

    /**
     * Creates every topic of the catalogue that is not there yet, and returns when those have leaders. Safe to repeat.
     *
     * @param partitions of each spread topic
     * @throws IllegalStateException if one cannot be created or has no leader after a minute
     */
    public void createTopics(int partitions) throws InterruptedException {
        createTopics(bootstrap, partitions);
    }

    /** As {@link #createTopics(int)}, for any single-node broker at that address. */
    public static void createTopics(String bootstrap, int partitions) throws InterruptedException {
        Map<String, Object> client = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        List<NewTopic> wanted = Topics.creations(partitions, (short) 1);
        try (Admin admin = Admin.create(client)) {
            Set<String> created = new HashSet<>();
            for (var result : admin.createTopics(wanted).values().entrySet()) {
                try {
                    result.getValue().get();
                    created.add(result.getKey());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException(
                                "topic " + result.getKey() + " could not be created", e.getCause());
                    }
                }
            }
            awaitLeaders(
                    admin,
                    wanted.stream()
                            .filter(topic -> created.contains(topic.name()))
                            .toList());
        }
    }

    /**
     * A topic that was created has no leader for a moment. If that refuses a producer's first batch and takes its
     * second one, the first never finds its place in the sequence again (seen once in a test; the producer retried for
     * its 2 minutes). The admin client gives up on its own on a busy machine, so it is asked again.
     */
    private static void awaitLeaders(Admin admin, List<NewTopic> created) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        created.forEach(topic -> IntStream.range(0, topic.numPartitions())
                .forEach(partition -> ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest())));
        long deadline = System.nanoTime() + LEADERS.toNanos();
        while (true) {
            try {
                admin.listOffsets(ends).all().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("a topic that was created got no leader", e.getCause());
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    void await() {
        server.awaitShutdown();
    }

    private static void requireFree(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
        } catch (BindException e) {
            throw new IllegalStateException("port " + port + " on " + HOST + " is taken by another program", e);
        }
    }

    private static void format(Path data, Properties settings) throws IOException {
        Files.createDirectories(data);
        Formatter formatter = new Formatter();
        formatter.setNodeId(1);
        formatter.setClusterId(Uuid.randomUuid().toString());
        formatter.setReleaseVersion(MetadataVersion.LATEST_PRODUCTION);
        formatter.setFeatureLevel("transaction.version", (short) 2);
        formatter.addDirectory(data.toString());
        formatter.setMetadataLogDirectory(data.toString());
        formatter.setIgnoreFormatted(false);
        formatter.setControllerListenerName("CONTROLLER");
        formatter.setHasDynamicQuorum(false);
        try {
            formatter.run();
        } catch (Exception e) {
            throw new IOException("broker folder " + data + " could not be formatted", e);
        }
    }

    private static Properties settings(Path data, int port, int controllerPort) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        p.put("listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
        p.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        p.put("controller.listener.names", "CONTROLLER");
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("log.dirs", data.toString());
        p.put("broker.session.timeout.ms", "2000");
        p.put("broker.heartbeat.interval.ms", "500");
        p.put("auto.create.topics.enable", "false");
        p.put("offsets.topic.num.partitions", "3");
        p.put("offsets.topic.replication.factor", "1");
        p.put("transaction.state.log.num.partitions", "3");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.num.partitions", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.min.session.timeout.ms", "1000");
        p.put("log.cleaner.dedupe.buffer.size", "1100000");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("message.max.bytes", Integer.toString(8 * 1024 * 1024));
        p.put("replica.fetch.max.bytes", Integer.toString(8 * 1024 * 1024));
        return p;
    }

    /**
     * Two ports nobody listens on, for a broker in a test. They lie below the range from which systems give ports to
     * outgoing connections, so that they are still free when a program started later takes them.
     *
     * @return empty if none were found in many tries
     */
    public static Optional<int[]> freePorts() {
        for (int attempt = 0; attempt < 200; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST_TEST_PORT, HIGHEST_TEST_PORT);
            if (isFree(first) && isFree(first + 1)) {
                return Optional.of(new int[] {first, first + 1});
            }
        }
        return Optional.empty();
    }

    private static boolean isFree(int port) {
        try {
            requireFree(port);
            return true;
        } catch (IllegalStateException | IOException e) {
            return false;
        }
    }
}
