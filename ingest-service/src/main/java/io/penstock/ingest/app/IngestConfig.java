package io.penstock.ingest.app;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of ingest-service. Pipelines are not here: they come from the config topic. */
@ConfigMapping(prefix = "penstock")
public interface IngestConfig {
    /** Name of this replica. */
    @WithDefault("local-0")
    String instance();

    /** Folder for the filter's store; must survive restarts, or the store is read back from Kafka. */
    @WithDefault("data/ingest-service")
    Path stateDir();

    /** The reader. */
    Ingest ingest();

    /** The change filter. */
    Filter filter();

    /** The reader. */
    interface Ingest {
        /** Most rows written in one transaction. */
        @WithDefault("5000")
        int chunkRows();

        /** Most JSON text written in one transaction; twice this and chunkRows bounds a pipeline's memory. */
        @WithDefault("4M")
        MemorySize chunkSize();

        /** Rows of a table above which its first read goes in pages of about this size. */
        @WithDefault("500000")
        long pageRows();

        /** Longest a statement may run on a warehouse. */
        @WithDefault("30m")
        Duration statementTimeout();

        /** Connections to SQL warehouses. */
        Pool pool();

        /** A warehouse that has not answered for this long is shown as warming. */
        @WithDefault("10s")
        Duration warmingAfter();

        /** First pause after a failure that may pass by itself; doubles up to longestRetry. */
        @WithDefault("1s")
        Duration shortestRetry();

        /** Longest pause after a failure that may pass by itself. */
        @WithDefault("60s")
        Duration longestRetry();
    }

    /** Connections to SQL warehouses, kept apart by connection. */
    interface Pool {
        /** Most connections to one warehouse, each of which reads one pipeline at a time; others wait. */
        @WithDefault("8")
        int maxSize();

        /** A connection that nobody used for this long is closed, so that nothing keeps a warehouse awake. */
        @WithDefault("5m")
        Duration idle();

        /** Longest a run waits for a connection; must outlast the start of a stopped warehouse (up to 15 minutes). */
        @WithDefault("20m")
        Duration acquireTimeout();
    }

    /** The change filter. */
    interface Filter {
        /** Stream threads. */
        @WithDefault("1")
        int threads();

        /** Pause between two looks for transactions of the filter that the broker forgot; docs/decisions/0064. */
        @WithDefault("30s")
        Duration hangingTransactionsEvery();

        /** Copies of the store kept warm on other replicas. */
        @WithDefault("0")
        int standbyReplicas();

        /** Replicas of the store's changelog topic. */
        @WithDefault("1")
        int replicationFactor();
    }
}
