package io.penstock.identity.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What Kafka Streams is told.
 *
 * @param membership how the process is known to its group; see {@code docs/decisions/0005}
 * @param advertised {@code host:port} at which other instances reach the look-ups of this one
 * @param commitPace how often a task with little to do asks for a commit
 * @param commitInterval between two commits where much is to be done
 * @param replication replicas of the changelog topics
 */
public record StreamsSettings(
        String bootstrapServers,
        Membership membership,
        Path stateDir,
        String advertised,
        int threads,
        Duration commitPace,
        Duration commitInterval,
        int replication,
        int standbys) {
    /** Consumer group, prefix of changelog topics and transactional ids. */
    public static final String APPLICATION_ID = "penstock-identity";

    private static final int LARGEST_REQUEST = 8 * 1024 * 1024;
    /** A batch is one request to the broker and one unit of compression: small ones cost it most of its time. */
    private static final int BATCH = 256 * 1024;

    /**
     * What a partition may bring at once. Where much is waiting the log writer takes all of it before the others see
     * what comes of it: the more, the longer a record is on its way that the next of its person has to wait for, and
     * the more lives in the heap at each collection.
     */
    private static final int FETCHED_OF_A_PARTITION = 128 * 1024;

    /** Records of a poll; with 1,000 changing ones were a sixth slower (decision 0058). */
    private static final int POLLED = 4_000;

    /**
     * A write that comes while the broker still ends the transaction before it is refused and repeated: with the usual
     * pause, growing from 100 ms to 1 s, that would be most of the time between two commits.
     */
    private static final long RETRY_PAUSE_MS = 10;

    private static final long LONGEST_RETRY_PAUSE_MS = 200;

    /** How a restarted process takes its place again. */
    public sealed interface Membership {
        /** The broker assigns tasks ({@code group.protocol=streams}); the member has a new id after each start. */
        record Streams() implements Membership {}

        /**
         * Classic protocol with a static id: the place is kept for the time-out.
         *
         * @param instanceId unique among the replicas, the same after a restart
         */
        record Static(String instanceId, Duration sessionTimeout) implements Membership {}
    }

    /** As properties of {@link StreamsConfig}. */
    public Properties properties() {
        Properties p = new Properties();
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        p.put(StreamsConfig.CLIENT_ID_CONFIG, APPLICATION_ID);
        p.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        p.put(StreamsConfig.APPLICATION_SERVER_CONFIG, advertised);
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replication);
        p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        // A task has two inputs whose order does not matter: answers and records, changes and handovers. To wait until
        // the empty one is known to be empty is noted for every record, and stops the task while that is asked for.
        p.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        p.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        p.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        p.put(StreamsConfig.topicPrefix(TopicConfig.COMPRESSION_TYPE_CONFIG), "producer");
        p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        p.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_REQUEST);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), RETRY_PAUSE_MS);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), LONGEST_RETRY_PAUSE_MS);
        p.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                FETCHED_OF_A_PARTITION);
        p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLLED);
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        switch (membership) {
            case Membership.Streams() -> p.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
            case Membership.Static(String instanceId, Duration sessionTimeout) -> {
                p.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
                p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
                p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                        sessionTimeout.toMillis());
                p.put(
                        StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                        (int) sessionTimeout.toMillis() / 3);
            }
        }
        return p;
    }
}
