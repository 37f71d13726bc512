/**
 * Customer.io's Track API (v2, and v1 where v2 has no call) and Pipelines API: how a delivery is said there, how
 * requests are sent, how a reply is read, which region an account is in. No decision about retry or order may come
 * here, and nothing about Kafka.
 */
package io.penstock.delivery.customerio;
