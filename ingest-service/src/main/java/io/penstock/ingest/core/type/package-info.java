/** Spark types as values and what a leaf of a row becomes under each of them. No JSON tree and no row comes here. */
package io.penstock.ingest.core.type;
