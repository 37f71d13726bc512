/**
 * The classification stage: Kafka Streams processors around the emit rules, and the stores that keep sides of
 * crossings, what is known of people, and records that wait. No rule about what a call looks like may come here.
 */
package io.penstock.transform.streams;
