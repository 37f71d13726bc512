package io.penstock.transform.http;

/**
 * Figures of this process since it started, but {@code waiting} and {@code engine}, which are now.
 *
 * @param engine what scripts run in, with its version once the first worker has started
 * @param shaped records that left the script stage
 * @param ignored records that need no call: deletes, pipelines without emits, rows that a script does not want
 * @param deliveries calls handed to delivery
 * @param crossingsFired crossings among them
 * @param waiting records that wait for an identifier, estimated
 * @param dead records given up
 */
public record Status(
        String engine, long shaped, long ignored, long deliveries, long crossingsFired, long waiting, long dead) {}
