package io.penstock.identity.app;

import io.penstock.identity.core.Fold;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.RandomPeople;
import io.penstock.identity.streams.Caches;
import io.penstock.identity.streams.IdentityTopology;
import io.penstock.identity.streams.Rows;
import io.penstock.identity.streams.StreamsSettings;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Not a test: records per second from {@code records} to {@code resolved}, broker in the same JVM, one stream thread,
 * exactly once. {@code EndToEndThroughput [records]}. One run on a shared machine says an order of magnitude.
 */
public final class EndToEndThroughput {
    private EndToEndThroughput() {}

    public static void main(String[] args) throws Exception {
        // Outside Quarkus every level is on, and formatting trace messages would be a third of the work.
        Logger.getLogger("").setLevel(Level.WARNING);
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        Random random = new Random(3);
        List<Map.Entry<String, RecordV1>> records = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            Observation seen = RandomPeople.observation(random, n, count / 10);
            List<IdentifierV1> identifiers = seen.identifiers().stream()
                    .map(one -> new IdentifierV1(one.type(), one.value()))
                    .toList();
            RecordV1 record = Rows.record(
                    seen.recordId(), seen.asOf(), identifiers, "{'n': " + n + ", 'plan': 'pro', 'score': 0.25}");
            records.add(Map.entry(record.partitionKey(), record));
        }
        Path state = Files.createTempDirectory("identity-throughput");
        var settings = new StreamsSettings(
                "",
                new StreamsSettings.Membership.Static("one", Duration.ofSeconds(10)),
                state,
                "localhost:1",
                1,
                IdentityTopology.COMMIT_PACE,
                Duration.ofMillis(250),
                1,
                0);
        try (EmbeddedBroker broker = EmbeddedBroker.start(2)) {
            broker.sendAll(Topics.RECORDS, records);
            var properties = settings.properties();
            properties.put("bootstrap.servers", broker.bootstrap());
            try (var streams = new KafkaStreams(
                    IdentityTopology.build(_ -> Optional.empty(), Fold.IDS, Caches.DEFAULT), properties)) {
                long start = System.nanoTime();
                streams.start();
                broker.readUntil(Topics.RESOLVED, all -> !all.isEmpty(), Duration.ofMinutes(5));
                long first = System.nanoTime();
                broker.readUntil(Topics.RESOLVED, all -> all.size() >= count, Duration.ofMinutes(15));
                long end = System.nanoTime();
                System.out.printf(
                        "stream thread: %,d records per CPU-second%n", (long) (count / streamThreadSeconds()));
                System.out.printf(
                        "%,d records: first resolved after %.1f s, all after %.1f s, %,d records/s between%n",
                        count, (first - start) / 1e9, (end - start) / 1e9, count * 1_000_000_000L / (end - first));
            }
        }
    }

    private static double streamThreadSeconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().matches(".*StreamThread-\\d+"))
                        .mapToLong(thread -> threads.getThreadCpuTime(thread.threadId()))
                        .sum()
                / 1e9;
    }
}
