/**
 * The programs: the sandbox itself, the line that starts it, and a SQL prompt. What the sandbox does lies in the
 * packages below; here it is put together only.
 */
package io.penstock.databricks.sandbox;
