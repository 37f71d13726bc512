package io.penstock.schemas;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A topic of the contract: its name, its value's type and how long it keeps what it holds. Keys are always UTF-8 text.
 *
 * @param name {@code penstock.<what>.v<n>}
 * @param type what a value is; a null value is a tombstone on compacted topics
 * @param partitioning whether the topic is spread over partitions or is one total order
 * @param cleanup what the broker does with old records
 */
public record Topic<V>(String name, Class<V> type, Partitioning partitioning, Cleanup cleanup) {
    /** A reader that was away for less sees every tombstone: one may ask for the erasure of a person. */
    private static final Duration TOMBSTONES_STAY = Duration.ofDays(7);

    /** Most bytes of a batch: a webhook body of 1 MiB stays within it however it has to be escaped. */
    private static final String LARGEST = Integer.toString(8 * 1024 * 1024);

    /** Whether a topic is spread over the cluster's partitions or held in a single one. */
    public enum Partitioning {
        SPREAD,
        SINGLE
    }

    /** How old records leave a topic. */
    public sealed interface Cleanup {
        /** Records are deleted when older than {@code retention}. */
        record Delete(Duration retention) implements Cleanup {}

        /** The newest record per key stays; no record is compacted away before it is {@code minimumLag} old. */
        record Compact(Duration minimumLag) implements Cleanup {}
    }

    static <V> Topic<V> spread(String what, Class<V> type, Cleanup cleanup) {
        return new Topic<>("penstock." + what + ".v1", type, Partitioning.SPREAD, cleanup);
    }

    static <V> Topic<V> single(String what, Class<V> type, Cleanup cleanup) {
        return new Topic<>("penstock." + what + ".v1", type, Partitioning.SINGLE, cleanup);
    }

    /** Key serde: UTF-8 text. */
    public Serde<String> keySerde() {
        return Serdes.String();
    }

    /** Value serde: JSON of {@link #type()}. */
    public Serde<V> valueSerde() {
        return new JsonSerde<>(type);
    }

    /**
     * The topic as the broker is asked to create it.
     *
     * @param partitions for {@link Partitioning#SPREAD} topics, at least 1; all of them must have the same number,
     *     because Kafka Streams joins some of them
     * @param replication replicas per partition
     */
    public NewTopic creation(int partitions, short replication) {
        int count = partitioning == Partitioning.SINGLE ? 1 : partitions;
        return new NewTopic(name, count, replication).configs(settings());
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put(TopicConfig.COMPRESSION_TYPE_CONFIG, "producer");
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST);
        switch (cleanup) {
            case Cleanup.Delete delete -> {
                settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                settings.put(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(delete.retention().toMillis()));
            }
            case Cleanup.Compact compact -> {
                settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
                settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(TOMBSTONES_STAY.toMillis()));
                settings.put(
                        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                        Long.toString(compact.minimumLag().toMillis()));
            }
        }
        return settings;
    }
}
