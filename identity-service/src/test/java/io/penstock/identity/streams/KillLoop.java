package io.penstock.identity.streams;

import io.penstock.identity.core.Fold;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.RandomPeople;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Kills the packaged service with SIGKILL while it has a transaction open, starts it again on the same state folder, as
 * often as asked, and compares what was committed with an offline fold of the log ({@link Verdict}).
 *
 * <p>Full size: {@code KillLoop 1000000 10 <quarkus-run.jar> <empty work folder>}, with 3 GB of heap. {@link KillIT} is
 * the small one. Records are the same in every run; the moments of the kills are not.
 */
public final class KillLoop {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** What a transaction of the service writes. */
    private static final List<String> OUTPUTS =
            List.of(Topics.IDENTITY_LOG.name(), Topics.IDENTITY_CHANGES.name(), Topics.RESOLVED.name());

    private final int records;
    private final int kills;
    private final Path jar;
    private final Path folder;
    private int starts;

    KillLoop(int records, int kills, Path jar, Path folder) {
        this.records = records;
        this.kills = kills;
        this.jar = jar;
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        new KillLoop(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Path.of(args[2]), Path.of(args[3])).run();
    }

    /** What the kills left behind. @param aborted records of the outputs that no reader of committed ones ever sees */
    record Report(Verdict.Agreed verdict, long aborted) {}

    /** Throws an {@link AssertionError} unless everything is resolved exactly once and as the fold says. */
    Report run() throws Exception {
        Files.createDirectories(folder);
        try (EmbeddedBroker broker = EmbeddedBroker.start(2)) {
            long start = System.nanoTime();
            Thread producer = Thread.ofPlatform().daemon().start(() -> send(broker.bootstrap()));
            Process service = service(broker.bootstrap());
            try (var committed = new Progress(broker.bootstrap(), "read_committed");
                    var written = new Progress(broker.bootstrap(), "read_uncommitted")) {
                for (int kill = 1; kill <= kills; kill++) {
                    awaitResolved(committed, (long) records * kill / (kills + 1), service);
                    awaitOpenTransaction(committed, written, service);
                    service.destroyForcibly().waitFor();
                    say("kill %d after %.1f s, about %,d resolved", kill, seconds(start), committed.resolved());
                    service = service(broker.bootstrap());
                }
                producer.join();
                awaitResolved(committed, records, service);
                say("%,d records, %d kills: all resolved after %.1f s", records, kills, seconds(start));
                Verdict.Agreed verdict = Verdict.on(broker.bootstrap(), sent(), PATIENCE);
                long aborted = aborted(broker.bootstrap());
                say("%s; %,d records of killed transactions were never seen", verdict, aborted);
                return new Report(verdict, aborted);
            } finally {
                service.destroyForcibly().waitFor();
            }
        }
    }

    /** Ends of the outputs as one kind of reader sees them. */
    private static final class Progress implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final List<TopicPartition> outputs = new ArrayList<>();
        private final List<TopicPartition> resolved;
        private long seen;

        Progress(String bootstrap, String isolation) {
            consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", bootstrap, "isolation.level", isolation),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            OUTPUTS.forEach(topic -> outputs.addAll(Verdict.partitions(consumer, topic)));
            resolved = Verdict.partitions(consumer, Topics.RESOLVED.name());
            consumer.assign(resolved);
            consumer.seekToBeginning(resolved);
        }

        /** Records read so far; reads on. */
        long resolved() {
            seen += consumer.poll(Duration.ofMillis(20)).count();
            return seen;
        }

        Map<TopicPartition, Long> ends() {
            return consumer.endOffsets(outputs);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    private void awaitResolved(Progress committed, long wanted, Process service) {
        long last = committed.resolved();
        long moved = System.nanoTime();
        while (last < wanted) {
            requireAlive(service);
            long now = committed.resolved();
            if (now > last) {
                moved = System.nanoTime();
            } else if (seconds(moved) > PATIENCE.toSeconds()) {
                throw new AssertionError("nothing more is resolved after " + last + " records");
            }
            last = now;
        }
    }

    /** Something is written that committed readers do not see: the service is in the middle of a transaction. */
    private void awaitOpenTransaction(Progress committed, Progress written, Process service) {
        long start = System.nanoTime();
        while (true) {
            requireAlive(service);
            Map<TopicPartition, Long> stable = committed.ends();
            Map<TopicPartition, Long> ends = written.ends();
            if (stable.entrySet().stream().anyMatch(one -> ends.get(one.getKey()) > one.getValue())) {
                return;
            }
            if (seconds(start) > PATIENCE.toSeconds()) {
                throw new AssertionError("no transaction seen within " + PATIENCE);
            }
        }
    }

    private static long aborted(String bootstrap) {
        long[] sums = new long[2];
        for (String topic : OUTPUTS) {
            Verdict.read(bootstrap, topic, new ByteArrayDeserializer(), false, _ -> sums[0]++);
            Verdict.read(bootstrap, topic, new ByteArrayDeserializer(), true, _ -> sums[1]++);
        }
        return sums[0] - sums[1];
    }

    private void send(String bootstrap) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 5, "compression.type", "lz4"),
                Topics.RECORDS.keySerde().serializer(),
                Topics.RECORDS.valueSerde().serializer())) {
            sent().forEachRemaining(record ->
                    producer.send(new ProducerRecord<>(Topics.RECORDS.name(), record.partitionKey(), record)));
        }
    }

    /** The same records every time. */
    private Iterator<RecordV1> sent() {
        Random random = new Random(11);
        return IntStream.range(0, records).mapToObj(n -> record(random, n)).iterator();
    }

    private RecordV1 record(Random random, int n) {
        Observation seen = RandomPeople.observation(random, n, Math.max(records / 10, 100));
        List<IdentifierV1> identifiers = seen.identifiers().stream()
                .map(one -> new IdentifierV1(one.type(), one.value()))
                .toList();
        return Rows.record(seen.recordId(), seen.asOf(), identifiers, "{'n': " + n + "}");
    }

    private Process service(String bootstrap) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=" + (records > 100_000 ? 4 : 1),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dkafka.bootstrap.servers=" + bootstrap,
                        "-Dquarkus.http.port=0",
                        "-Didentity.advertised=127.0.0.1:1",
                        "-Dpenstock.state-dir=" + folder.resolve("state"),
                        "-Didentity.id-secret=" + Fold.SECRET,
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("service-" + starts++ + ".log").toFile())
                .start();
    }

    private static void requireAlive(Process service) {
        if (!service.isAlive()) {
            throw new AssertionError("the service ended by itself with exit code " + service.exitValue());
        }
    }

    private static void say(String format, Object... values) {
        System.out.println("KillLoop: " + String.format(Locale.ROOT, format, values));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
