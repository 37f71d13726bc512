package io.penstock.ingest.databricks;

import java.time.Duration;

/**
 * How warehouses are asked.
 *
 * @param statementTimeout longest a statement may run
 * @param poolSize most connections to one warehouse; each reads one pipeline at a time
 * @param idle a connection that nobody used for this long is closed, so that nothing keeps a warehouse awake
 * @param acquireTimeout longest a run waits for a connection, the start of a stopped warehouse included
 * @param userAgent {@code product/version}, shown in the workspace's logs
 */
public record WarehouseSettings(
        Duration statementTimeout, int poolSize, Duration idle, Duration acquireTimeout, String userAgent) {}
