/**
 * The script stage: resolved records in, shaped records out, in Kafka transactions. How a script runs is behind
 * {@link io.penstock.transform.kafka.RowTransform}; no emit rule and no state of a person may come here.
 */
package io.penstock.transform.kafka;
