package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Compares what was committed with a fold of the committed identity log: every record resolved once and to the right
 * profile, and every profile as the fold has it. Reads the topics again and again until they agree or patience ends.
 */
final class Verdict {
    /** How many records a profile got, and which. */
    private record Tally(int records, long checksum) {
        Tally plus(Tally more) {
            return new Tally(records + more.records, checksum + more.checksum);
        }
    }

    /** What was compared and is the same. @param past records that went past the log */
    record Agreed(int records, int past, int profiles, int redirects, int splits) {}

    private final String bootstrap;
    private final OfflineFold fold = new OfflineFold();
    private final Map<String, String> resolved = new HashMap<>();
    private int past;

    private Verdict(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * Throws an {@link AssertionError} unless all agrees.
     *
     * @param sent everything that was sent, in any order; all of it must be resolved already
     */
    static Agreed on(String bootstrap, Iterator<RecordV1> sent, Duration patience) {
        Verdict verdict = new Verdict(bootstrap);
        verdict.foldTheLog();
        verdict.compareRecords(sent);
        await().atMost(patience).pollInSameThread().untilAsserted(verdict::compareProfiles);
        return new Agreed(
                verdict.resolved.size(),
                verdict.past,
                verdict.fold.live().size(),
                verdict.fold.redirects().size(),
                verdict.fold.splits());
    }

    private void foldTheLog() {
        read(
                bootstrap,
                Topics.IDENTITY_LOG.name(),
                Frames.readsLog(),
                true,
                one -> fold.take(one.value(), one.offset(), Instant.ofEpochMilli(one.timestamp())));
        read(bootstrap, Topics.RESOLVED, one -> {
            String before = resolved.put(one.value().record().recordId(), one.key());
            assertThat(before).as("resolved before").isNull();
            assertThat(one.value().profileId()).isEqualTo(one.key());
        });
    }

    private void compareRecords(Iterator<RecordV1> sent) {
        Map<String, Tally> folded = new TreeMap<>();
        Map<String, Tally> committed = new TreeMap<>();
        int count = 0;
        while (sent.hasNext()) {
            RecordV1 record = sent.next();
            count++;
            String profile = resolved.get(record.recordId());
            Tally one = new Tally(1, RowTraits.tie(record.recordId()));
            var logged = fold.logged(record.recordId());
            if (logged.isPresent()) {
                folded.merge(logged.get(), one, Tally::plus);
                committed.merge(String.valueOf(profile), one, Tally::plus);
            } else {
                past++;
                Set<String> possible = fold.past(record);
                if (!possible.contains(profile)) {
                    assertThat(possible).as(record.recordId()).contains(profile);
                }
            }
        }
        assertThat(resolved).as("records resolved").hasSize(count);
        assertThat(committed).isEqualTo(folded);
    }

    private void compareProfiles() {
        Map<String, OfflineFold.Shown> live = new TreeMap<>();
        Map<String, String> redirects = new TreeMap<>();
        Set<String> gone = new TreeSet<>();
        Map<String, ProfileV1> newest = new HashMap<>();
        Map<String, Long> versions = new HashMap<>();
        read(bootstrap, Topics.PROFILES, one -> {
            newest.put(one.key(), one.value());
            long version = one.value() == null ? 0 : one.value().version();
            assertThat(version).isIn(0L, versions.getOrDefault(one.key(), 0L) + 1);
            versions.put(one.key(), version);
        });
        newest.forEach((id, profile) -> {
            if (profile == null) {
                gone.add(id);
            } else if (profile.status() == ProfileV1.Status.ACTIVE) {
                live.put(id, OfflineFold.Shown.of(profile));
            } else {
                redirects.put(id, profile.mergedInto());
            }
        });
        assertThat(redirects).isEqualTo(fold.redirects());
        assertThat(gone).isEqualTo(fold.gone());
        assertThat(live).isEqualTo(fold.live());
    }

    private static <V> void read(String bootstrap, Topic<V> topic, Consumer<ConsumerRecord<String, V>> each) {
        read(bootstrap, topic.name(), topic.valueSerde().deserializer(), true, each);
    }

    /** Everything on a topic from its beginning to its present end, in order per partition. */
    static <V> void read(
            String bootstrap,
            String topic,
            Deserializer<V> values,
            boolean committed,
            Consumer<ConsumerRecord<String, V>> each) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap,
                "isolation.level",
                committed ? "read_committed" : "read_uncommitted",
                "enable.auto.commit",
                false);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values)) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(100)).forEach(each);
            }
        }
    }

    static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }
}
