/**
 * Signatures of webhooks, and how rows get into a table exactly once. JDK only; no JSON, no Kafka, no JDBC, no clock
 * and no threads of its own may come here.
 */
package io.penstock.webhook.core;
