package io.penstock.transform.app;

import io.penstock.transform.script.ScriptEngineChoice;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of transform-service. */
@ConfigMapping(prefix = "transform")
public interface TransformConfig {
    /** Name of this replica, stable over restarts ({@code penstock.instance}). */
    String instance();

    /** Folder of the state stores; losing it costs a restore ({@code penstock.state-dir}). */
    Path stateDir();

    /** Kafka brokers ({@code kafka.bootstrap.servers}). */
    String bootstrapServers();

    /** Longest wait for a configuration version that a record names and that has not arrived. */
    @WithDefault("30s")
    Duration configPatience();

    /** The script stage. */
    Scripts scripts();

    /** The classification stage. */
    Classify classify();

    /** Settings of the script stage. */
    interface Scripts {
        /** Batches that run at once, each in a worker process of its own. The stage hands over one at a time. */
        @WithDefault("1")
        int workers();

        /** Warm worker processes beside them, so that a lost one is replaced at once; 93 MB each. */
        @WithDefault("1")
        int spares();

        /**
         * Engine that scripts run in: {@code v8}, {@code quickjs}, or {@code auto} for V8 where its natives are there.
         */
        @WithDefault("auto")
        ScriptEngineChoice engine();
    }

    /** Settings of the classification stage. */
    interface Classify {
        /** Most records of one person that wait for an identifier; the oldest is given up for another one. */
        @WithDefault("100")
        int waitingPerPerson();

        /** How often deadlines of waiting records are looked at. */
        @WithDefault("10s")
        Duration deadlinesEvery();

        /** Longest wait for the state of an absorbed profile; the survivor's records are held meanwhile. */
        @WithDefault("60s")
        Duration handoverPatience();

        /** How long after an accepted call a merge waits at least, so that the destination has applied it. */
        @WithDefault("30s")
        Duration mergeSettle();

        /** Most attributes of a person at a destination of which it is known what was acknowledged. */
        @WithDefault("300")
        int ledgerAttributes();

        /** After that long a call without an outcome is taken for lost, and what it said is sent again. */
        @WithDefault("168h")
        Duration ledgerPatience();

        /** Most rows per person and rule of which it is remembered that they became an event. */
        @WithDefault("500")
        int eventRows();

        /** Stream threads. */
        @WithDefault("1")
        int threads();

        /** Pause between two commits, which is the longest time a delivery is invisible. */
        @WithDefault("100ms")
        Duration commitEvery();

        /** Pause between two looks for transactions of this stage that the broker forgot; docs/decisions/0064. */
        @WithDefault("30s")
        Duration hangingTransactionsEvery();

        /** Replicas of the changelog topics. */
        @WithDefault("1")
        int replication();

        /** Warm copies of the state on other replicas. */
        @WithDefault("0")
        int standbys();

        /** Host under which other replicas reach this one. */
        @WithDefault("localhost")
        String advertisedHost();

        /** Port under which other replicas reach this one. */
        int advertisedPort();
    }
}
