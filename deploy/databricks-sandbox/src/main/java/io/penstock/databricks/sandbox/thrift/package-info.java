/**
 * The driver's protocol: Thrift messages over HTTP, with the message classes of the driver's own jar. Nothing that
 * knows Spark's inside belongs here.
 */
package io.penstock.databricks.sandbox.thrift;
