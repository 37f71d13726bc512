/**
 * What several services do with Kafka clients in the same way because the contract's promises rest on it: reading
 * {@code config} as a map (docs/decisions/0003), and ending transactions that the broker forgot, which readers of our
 * topics cannot read past (0062, 0064). Anything else of that kind needs a decision of its own.
 */
package io.penstock.schemas.kafka;
