/**
 * A pipeline's runs: what one run does from the head of the source to the checkpoint, and the loop that starts the next
 * one. Speaks to sources and topics through ports only; SQL, Kafka clients and CDI must not come here.
 */
package io.penstock.ingest.run;
