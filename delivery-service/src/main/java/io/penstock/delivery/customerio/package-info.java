/**
 * Customer.io's Track API v2: how a delivery is said there, how a batch is sent, how a reply is read. No decision about
 * retry or order may come here, and nothing about Kafka.
 */
package io.penstock.delivery.customerio;
