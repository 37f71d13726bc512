package io.penstock.delivery.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of delivery-service. */
@ConfigMapping(prefix = "penstock.delivery")
public interface DeliveryConfig {
    /** Stable per worker; a new process with the same id fences the old one. */
    String transactionalId();

    /**
     * Most deliveries taken from the topic at one time. They are committed together: after a kill up to this many calls
     * are made again, with the same ids.
     */
    @WithDefault("200")
    int pollRecords();

    /** Most calls in one request. */
    @WithDefault("100")
    int batchItems();

    /** Largest request body in bytes; the destination refuses above 500,000. */
    @WithDefault("475000")
    int batchBytes();

    /** Most requests at one time per destination. */
    @WithDefault("8")
    int requestsInFlight();

    /** Time for one request, from its start to the last byte of the reply. */
    @WithDefault("10s")
    Duration requestTimeout();

    /** Part of it for the connection to be made. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** Bound of the first pause after a passing failure; doubles from there. */
    @WithDefault("500ms")
    Duration retryBase();

    /** Largest bound of a pause. */
    @WithDefault("5m")
    Duration retryCap();

    /** Longest wait a destination may ask for. */
    @WithDefault("15m")
    Duration retryAfterCap();

    /** How long a call may go on failing for passing reasons before it becomes a dead letter. */
    @WithDefault("3d")
    Duration giveUpAfter();

    /** Time between two probes of a stopped destination. */
    @WithDefault("30s")
    Duration probeEvery();
}
