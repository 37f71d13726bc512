/**
 * Rows on their way out: Spark's internal rows become Arrow record batches, block by block. Nothing of Thrift belongs
 * here.
 */
package io.penstock.databricks.sandbox.results;
