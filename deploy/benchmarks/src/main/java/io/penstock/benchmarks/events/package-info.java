/**
 * Engagement from its webhook to its row, measured on processes of their own. Nothing of the services' code is used.
 */
package io.penstock.benchmarks.events;
