package io.penstock.identity.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** Settings of this service alone; those shared by all services are read in {@link Wiring}. */
@ConfigMapping(prefix = "identity")
public interface IdentitySettings {
    /** Default of {@link #idSecret()}, good for one machine and nothing else. */
    String DEVELOPMENT_SECRET = "penstock-development-id-secret";

    /** Key of the public profile ids, at least 16 bytes. Another secret gives everybody another id. */
    @WithDefault(DEVELOPMENT_SECRET)
    String idSecret();

    /** How a restarted process takes its place again; measured in docs/decisions/0005. */
    @WithDefault("STATIC")
    Membership membership();

    /** For {@code STATIC} only: how long the broker keeps the place of a process that is gone. */
    @WithDefault("10s")
    Duration sessionTimeout();

    /**
     * Stream threads of this process; without it as many as processors, two at most. While one waits for its commit the
     * other works. Beyond three for each partition they are idle.
     */
    OptionalInt threads();

    /** Pause between two commits; the time until others see a record is about twice this, for each of two hops. */
    @WithDefault("100ms")
    Duration commitInterval();

    /** The same where a task has a hundred records and more in one such pause; docs/decisions/0063. */
    @WithDefault("250ms")
    Duration busyCommitInterval();

    /** Replicas of the changelog topics. 3 in production. */
    @WithDefault("1")
    int replication();

    /** Instances that keep a second copy of the state, beside the one that works on it. */
    @WithDefault("0")
    int standbys();

    /** {@code host:port} at which the other instances reach this one's HTTP. */
    @WithDefault("127.0.0.1:${quarkus.http.port}")
    String advertised();

    /** Pause between two looks for transactions of this application that the broker forgot; docs/decisions/0064. */
    @WithDefault("30s")
    Duration hangingTransactionsEvery();

    /** Stream threads replaced within ten minutes before the process gives up. */
    @WithDefault("5")
    int threadRestarts();

    /**
     * Pairs of identifiers remembered per partition so that records of known pairs need not pass the identity log, 48
     * bytes each; size it for the people active at a time. 0 sends every record through the log.
     */
    @WithDefault("262144")
    int filterEntries();

    /** Identifiers whose owner the resolver of a partition knows without asking its store, about 40 bytes each. */
    @WithDefault("1048576")
    int cachedIdentifiers();

    /** Bytes of profiles that are known without asking a store, all partitions of this process together. */
    @WithDefault("50331648")
    long profileCacheBytes();

    /** How long an absorbed profile says where it went; at least 8 days, longer than records are kept. */
    @WithDefault("P90D")
    Duration redirectRetention();

    /** Forms of group membership. */
    enum Membership {
        /** The broker-driven protocol of KIP-1071. */
        STREAMS,
        /** The classic protocol with {@code group.instance.id}. */
        STATIC
    }
}
