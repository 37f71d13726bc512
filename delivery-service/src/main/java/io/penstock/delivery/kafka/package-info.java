/**
 * Reads deliveries from Kafka and writes what became of them, with the offsets they answer for. Nothing about any
 * destination's API may come here.
 */
package io.penstock.delivery.kafka;
