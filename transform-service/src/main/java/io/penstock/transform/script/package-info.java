/**
 * Runs customers' transforms: loads a script, hands it batches of rows, answers row by row, and outlives whatever the
 * script does. Plain Java and Jackson; no Kafka, CDI or configuration must come here, and engines only in
 * {@code worker}.
 */
package io.penstock.transform.script;
