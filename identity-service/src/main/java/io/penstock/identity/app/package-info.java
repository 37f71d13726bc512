/**
 * Wiring: settings, the life of the Kafka Streams client, health. The only package that reads configuration and knows
 * the others; no rule about identity may come here.
 */
package io.penstock.identity.app;
