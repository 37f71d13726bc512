/**
 * Simulated deliveries and the signed reporting webhooks that tell of them (rules 29 to 31). It reads people, and never
 * changes them.
 */
package io.penstock.customerio.sandbox.webhook;
