/**
 * Look-ups over HTTP: statuses, addresses, JSON bodies. Where profiles are kept is behind
 * {@link io.penstock.identity.http.ProfileDirectory}; no Kafka may come here.
 */
package io.penstock.identity.http;
