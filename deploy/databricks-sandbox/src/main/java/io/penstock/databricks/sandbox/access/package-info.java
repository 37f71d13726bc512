/**
 * Who may do what: grants that everybody has until they are revoked, and what a session asks before it touches an
 * object. Nothing that knows Spark or how a caller signed in belongs here.
 */
package io.penstock.databricks.sandbox.access;
