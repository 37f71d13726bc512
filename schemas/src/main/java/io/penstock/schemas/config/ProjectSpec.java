package io.penstock.schemas.config;

import java.time.Duration;

/**
 * {@code kind: Project}. The workspace and where engagement lands.
 *
 * @param engagement null if engagement is not written to the lakehouse
 */
public record ProjectSpec(String workspace, Engagement engagement) {
    /**
     * Landing of engagement and outcomes in Delta.
     *
     * @param connection a databricks connection whose principal may create and modify tables in {@code schema}
     * @param schema two-part name, {@code penstock.engagement}: holds {@code customerio_events} and {@code deliveries}
     * @param webhooks a customerio connection whose signing keys verify the webhooks
     * @param maxRows most rows of one MERGE, default 5000
     * @param maxAge longest a row waits for its MERGE, default 10 s
     */
    public record Engagement(String connection, String schema, String webhooks, Integer maxRows, Duration maxAge) {
        public Engagement {
            maxRows = maxRows == null ? 5000 : maxRows;
            maxAge = maxAge == null ? Duration.ofSeconds(10) : maxAge;
        }
    }
}
