package io.penstock.delivery.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of delivery-service. */
@ConfigMapping(prefix = "penstock.delivery")
public interface DeliveryConfig {
    /** Stable per worker; a new process with the same id fences the old one. */
    String transactionalId();

    /** Stable per worker and unique in the group: a restarted worker has its partitions again at once. */
    String groupInstanceId();

    /** Most deliveries taken from the topic at one time. */
    @WithDefault("500")
    int pollRecords();

    /**
     * Most deliveries in memory without an outcome, waiting and parked ones included; then partitions are paused. What
     * waits must last while outcomes are written: at 50,000 calls a second half of these have ended by then.
     */
    @WithDefault("15000")
    int bufferedRecords();

    /** Most memory for them, in bytes, roughly. */
    @WithDefault("50000000")
    long bufferedBytes();

    /** Shortest time between two transactions: after a kill, what ended in this time is sent again. */
    @WithDefault("100ms")
    Duration commitEvery();

    /** A call owed later than this after it became true is back-fill, and goes after live ones. */
    @WithDefault("1h")
    Duration liveWithin();

    /** Most calls in one request: never waited for, and nobody's limit but ours, so that 8 requests fit the memory. */
    @WithDefault("250")
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

    /** Time between two looks at a connection's activity log, where it is read back. */
    @WithDefault("30s")
    Duration activitiesEvery();
}
