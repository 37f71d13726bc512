/**
 * JSON trees: the engine's JSON text of a row becomes a row in the contract's shape, with its key, its identifiers and
 * its content hash. Decisions belong to {@code core}, sources and topics must not come here.
 */
package io.penstock.ingest.rows;
