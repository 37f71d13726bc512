/**
 * The runs' output on Kafka: transactions per pipeline and the way back to the last checkpoint. What is written is
 * decided elsewhere; sources must not come here.
 */
package io.penstock.ingest.kafka;
