/**
 * What can be asked of this service over HTTP. Answers come from ports of this package; no store and no Kafka may come
 * here.
 */
package io.penstock.transform.http;
