/**
 * Reading any Delta table: every table of a folder goes through a pipeline that passes it as it is, and what arrives is
 * compared with what plain Spark SQL finds. What is done with rows afterwards does not belong here.
 */
package io.penstock.local.read;
