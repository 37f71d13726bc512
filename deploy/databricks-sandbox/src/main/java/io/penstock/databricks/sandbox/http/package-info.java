/**
 * The HTTP listener and what every endpoint needs from it: paths, bearer tokens, answers. Nothing about SQL or Spark
 * belongs here.
 */
package io.penstock.databricks.sandbox.http;
