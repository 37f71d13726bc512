package io.penstock.ingest.app;

import io.penstock.ingest.streams.BoundedRocksDb;
import io.penstock.ingest.streams.FilterCounters;
import io.penstock.ingest.streams.FilterTopology;
import io.penstock.ingest.streams.UnreadableToDeadLetters;
import io.penstock.schemas.kafka.TransactionWatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;

/** The change filter's life: started with the service, its threads replaced while the budget lasts. */
final class FilterApp implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FilterApp.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

    private final KafkaStreams streams;
    private final ThreadBudget budget;
    private final TransactionWatch transactions;

    FilterApp(IngestConfig config, Map<String, Object> clientSettings, FilterCounters counters, InstantSource clock) {
        budget = new ThreadBudget(5, Duration.ofMinutes(10), clock);
        transactions = new TransactionWatch(
                clientSettings,
                FilterTopology.APPLICATION_ID,
                FilterTopology.WRITTEN,
                config.filter().hangingTransactionsEvery());
        streams = new KafkaStreams(FilterTopology.build(counters), new StreamsConfig(settings(config, clientSettings)));
        streams.setUncaughtExceptionHandler(failure -> {
            boolean replace = budget.spend();
            LOG.errorf(failure, "change filter: a thread ended; %s", replace ? "replaced" : "too many, stopped");
            return replace
                    ? StreamThreadExceptionResponse.REPLACE_THREAD
                    : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    void start() {
        transactions.start(streams::start);
    }

    /** The look for transactions that the broker forgot. */
    TransactionWatch transactions() {
        return transactions;
    }

    boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    String state() {
        return streams.state().name();
    }

    @Override
    public void close() {
        transactions.close();
        if (!streams.close(CLOSE_PATIENCE)) {
            LOG.warnf("the change filter did not stop within %s", CLOSE_PATIENCE);
        }
    }

    private static Map<String, Object> settings(IngestConfig config, Map<String, Object> settings) {
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, FilterTopology.APPLICATION_ID);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // A static member is at work again seconds after kill -9; docs/decisions/0005.
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                config.instance() + "-" + FilterTopology.APPLICATION_ID);
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        // Of a crowd of reads; single ones are committed sooner (CommitPace).
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500);
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG,
                config.stateDir().resolve("streams").toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.filter().threads());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, config.filter().replicationFactor());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableToDeadLetters.class);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        // Kafka's 16 KB are some twenty rows: per batch work of client and broker would outweigh that per row.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
        // The broker refuses the first write of a transaction while it still ends the one before; the usual pause is
        // 100 ms.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 10);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), 200);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), 5000);
        // The mark at the end of a complete read is one scan of a pipeline's rows in one transaction.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 60_000);
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        return settings;
    }
}
