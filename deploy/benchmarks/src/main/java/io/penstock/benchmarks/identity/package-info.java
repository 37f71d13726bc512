/**
 * identity-service measured: its core in this process, the service as a process of its own; made-up people for both.
 */
package io.penstock.benchmarks.identity;
