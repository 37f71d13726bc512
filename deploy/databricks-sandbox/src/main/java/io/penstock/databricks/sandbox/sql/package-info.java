/**
 * SQL as text: what has to be done to a statement before Spark's parser sees it. Nothing that runs SQL belongs here.
 */
package io.penstock.databricks.sandbox.sql;
