/**
 * Delta tables through the Databricks JDBC driver: what they look like, how a row is written, how a batch is merged. No
 * decision about retry may come here, and nothing about Kafka.
 */
package io.penstock.webhook.lakehouse;
