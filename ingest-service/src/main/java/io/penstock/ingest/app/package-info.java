/** Wiring, configuration, life cycle, readiness and metrics of the service. Decisions must not come here. */
package io.penstock.ingest.app;
