/**
 * An oracle for lakehouses laid out like the public Telco set: what must have arrived, computed from the tables with
 * plain Spark SQL and nothing of the services' code.
 */
package io.penstock.local.telco;
