/**
 * What a test switches while the sandbox runs: a warehouse that stands still, sessions that are gone, tokens that are
 * not good any more. Nothing that Databricks itself offers belongs here.
 */
package io.penstock.databricks.sandbox.control;
