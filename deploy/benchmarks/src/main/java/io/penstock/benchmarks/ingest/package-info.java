/**
 * Measures ingest-service as a process among processes: rows per second, memory, latency. Code of the service itself
 * must not come here; it is met through its topics, its HTTP interface and the stand-in's query history.
 */
package io.penstock.benchmarks.ingest;
