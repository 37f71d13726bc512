/**
 * Reading a source: the port every source implements, where a read starts and ends, and the names of rows. SQL, JDBC
 * and JSON trees must not come here.
 */
package io.penstock.ingest.core.read;
