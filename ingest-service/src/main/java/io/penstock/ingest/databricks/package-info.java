/**
 * Databricks SQL through the vendor's JDBC driver: URLs, statements, errors. What a row or a change means is decided in
 * {@code core}; topics must not come here.
 */
package io.penstock.ingest.databricks;
