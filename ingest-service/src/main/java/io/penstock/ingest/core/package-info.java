/**
 * Decisions of the reader and of the change filter, pure: JDK only, time comes in as an argument. Kafka, JSON trees,
 * SQL and configuration files must not come here.
 */
package io.penstock.ingest.core;
