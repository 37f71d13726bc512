/**
 * The folders behind the catalogs: which catalogs, schemas and tables lie on disk, and how Spark sees them under
 * three-part names. Nothing about connections, protocols or HTTP belongs here.
 */
package io.penstock.databricks.sandbox.lakehouse;
