package io.penstock.transform.app;

import io.penstock.transform.core.Tally;
import io.penstock.transform.streams.GiveUp;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What Kafka Streams is told for the classification stage. */
final class ClassificationProperties {
    static final String APPLICATION_ID = "penstock-transform-classify";
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(1);
    private static final int SESSION_TIMEOUT_MS = 10_000;

    /** A batch is one request to the broker and one unit of compression: small ones cost it most of its time. */
    private static final int BATCH = 256 * 1024;

    /** A person's standing may be larger than a usual record; its changelog takes as much. */
    private static final int LARGEST = 8 * 1024 * 1024;

    private static final int POLLED = 4_000;

    /**
     * A write that comes while the broker still ends the transaction before it is refused and repeated: with the usual
     * pause, growing from 100 ms to 1 s, that would be most of the time between two commits.
     */
    private static final long RETRY_PAUSE_MS = 10;

    private static final long LONGEST_RETRY_PAUSE_MS = 200;

    private ClassificationProperties() {}

    static Properties of(TransformConfig config, Tally tally) {
        TransformConfig.Classify classify = config.classify();
        Properties p = new Properties();
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        // A static member is at work again seconds after kill -9; docs/decisions/0005.
        p.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        p.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                config.instance() + "-" + APPLICATION_ID);
        p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLLED);
        p.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, POLLED);
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, classify.commitEvery().toMillis());
        p.put(
                StreamsConfig.STATE_DIR_CONFIG,
                config.stateDir().resolve("streams").toAbsolutePath().toString());
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, classify.threads());
        p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, classify.replication());
        p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, classify.standbys());
        p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        p.put(StreamsConfig.APPLICATION_SERVER_CONFIG, classify.advertisedHost() + ":" + classify.advertisedPort());
        p.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, GiveUp.class);
        p.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, GiveUp.class);
        p.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, GiveUp.class);
        p.put(GiveUp.TALLY, tally);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), RETRY_PAUSE_MS);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), LONGEST_RETRY_PAUSE_MS);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), 5000);
        // Longer than the wait for a configuration version, which happens inside a transaction.
        p.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                Math.toIntExact(
                        config.configPatience().plus(TRANSACTION_TIMEOUT).toMillis()));
        return p;
    }
}
