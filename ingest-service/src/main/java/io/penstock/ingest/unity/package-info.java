/**
 * Unity Catalog over REST, and the tokens for it. The same code asks Databricks and the stand-in; SQL and JDBC must not
 * come here, because nothing here may start a warehouse.
 */
package io.penstock.ingest.unity;
