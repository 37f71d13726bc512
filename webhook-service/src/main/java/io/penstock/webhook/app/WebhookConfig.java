package io.penstock.webhook.app;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of webhook-service. */
@ConfigMapping(prefix = "penstock.webhook")
public interface WebhookConfig {
    /** The only last path segment that is answered; unguessable in production. Without it every path is. */
    Optional<String> endpoint();

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
