/** Which statements ran, as the query history of a workspace shows them. Results must not come here. */
package io.penstock.databricks.sandbox.history;
