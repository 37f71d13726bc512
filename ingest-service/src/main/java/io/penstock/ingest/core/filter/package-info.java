/** Whether a row as read is news. Stores, topics and JSON must not come here. */
package io.penstock.ingest.core.filter;
