/**
 * delivery-service beside a bare HTTP client, both against the stand-in for Customer.io. Nothing of the service itself
 * may come here.
 */
package io.penstock.benchmarks.delivery;
