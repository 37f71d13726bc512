/**
 * The change filter as a Kafka Streams topology: reads in, records out, one remembered hash per source row. Whether a
 * read is news is decided in {@code core.filter}; sources must not come here.
 */
package io.penstock.ingest.streams;
