package io.penstock.webhook.app;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Settings of webhook-service. */
@ConfigMapping(prefix = "penstock.webhook")
public interface WebhookConfig {
    /** The only last path segments that are answered; unguessable in production. Without any every path is. */
    Optional<Set<String>> endpoint();

    /** Addresses and ranges that may send webhooks; without any, all. Behind a proxy it sees the proxy's. */
    Optional<List<String>> allowedAddresses();

    /** Folder of this process alone, on a disk that outlives it: the spool, and the configuration last seen. */
    @WithDefault("${penstock.state-dir}")
    Path state();

    /** Most bytes the spool may hold; what would go beyond is answered 503. */
    @WithDefault("1G")
    MemorySize spoolSize();

    /** Longest age of a signature. The sender retries for 7 days and may not sign again. */
    @WithDefault("8d")
    Duration oldestSignature();

    /** How far the sender's clock may run before ours. */
    @WithDefault("5m")
    Duration clockAhead();

    /** Most rows polled at one time, hence most rows of one merge. */
    @WithDefault("5000")
    int pollRecords();

    /** How long a poll waits for more than a few rows, in milliseconds. */
    @WithDefault("1000")
    int pollWaitMs();

    /** Largest parameter of one merge. */
    @WithDefault("4M")
    MemorySize mergeSize();
}
