/**
 * Looking at a lakehouse outside of a pipeline's run: browsing it, sampling it, and what has to be granted for that.
 * How it is asked (REST, SQL) must not come here.
 */
package io.penstock.ingest.core.catalog;
