/**
 * Lanes, packing, classification of answers, retry, rate and breaker of one destination: what is sent when, and what
 * came of it. JDK only; no wire formats, no Kafka, no clock and no threads of its own may come here.
 */
package io.penstock.delivery.core;
