package io.penstock.schemas.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * {@code kind: Project}. The workspace, where engagement lands, and who may send events.
 *
 * @param engagement null if engagement is not written to the lakehouse
 * @param events endpoints of the collection API by name; a pipeline reads one by {@code source: { events: <name> }}
 */
public record ProjectSpec(String workspace, Engagement engagement, SequencedMap<String, Endpoint> events) {
    public ProjectSpec {
        events = events == null ? new LinkedHashMap<>() : new LinkedHashMap<>(events);
    }

    /**
     * One endpoint of the collection API.
     *
     * @param writeKeys any of which lets messages in; several while one replaces another
     */
    public record Endpoint(List<SecretRef> writeKeys) {
        public Endpoint {
            writeKeys = List.copyOf(writeKeys);
        }
    }

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
