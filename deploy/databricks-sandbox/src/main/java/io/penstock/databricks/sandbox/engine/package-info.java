/**
 * Spark as a warehouse: sessions, statements that run, time out and are cancelled, and the errors they end with.
 * Nothing of the driver's protocol and nothing of HTTP belongs here.
 */
package io.penstock.databricks.sandbox.engine;
