/**
 * What became of a source's columns since the last checkpoint, and whether the pipeline may go on. Rows and their
 * values must not come here.
 */
package io.penstock.ingest.core.change;
