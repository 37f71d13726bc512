package io.penstock.webhook.lakehouse;

import java.util.List;

/**
 * Views over our tables that close the loop: what people did, by the crossing that caused it; and what that comes to
 * per model version. {@code docs/engagement.md} shows the same text.
 */
final class EngagementViews {
    private static final String CAUSED = """
            SELECT e.event_id, e.occurred_at, e.object_type, e.metric, e.human, e.person_id, e.campaign_id,
                   c.delivery_id, c.pipeline, c.config_version, c.emit, c.profile_id, c.as_of AS crossed_at, c.properties,
                   d.status, d.source_table, d.table_version, d.row_key,
                   coalesce(get_json_object(c.properties, '$.model_version'),
                            get_json_object(c.properties, '$.crossing_model_version'),
                            concat('table version ', d.table_version)) AS model_version
            FROM engagement.calls c
            LEFT JOIN engagement.deliveries d ON d.delivery_id = c.delivery_id AND d.event_date = c.event_date
            LEFT JOIN engagement.customerio_events e ON e.trigger_event_id = c.delivery_id""";

    private static final String UPLIFT = """
            SELECT *, click_rate - lag(click_rate) OVER (PARTITION BY pipeline, emit ORDER BY since) AS click_uplift,
                   conversion_rate - lag(conversion_rate) OVER (PARTITION BY pipeline, emit ORDER BY since) AS conversion_uplift
            FROM (
              SELECT pipeline, emit, model_version, min(crossed_at) AS since, count(DISTINCT delivery_id) AS crossings,
                     count(DISTINCT CASE WHEN metric = 'delivered' THEN delivery_id END) AS delivered,
                     count(DISTINCT CASE WHEN metric = 'clicked' AND coalesce(human, true) THEN delivery_id END) AS clicked,
                     count(DISTINCT CASE WHEN metric = 'converted' THEN delivery_id END) AS converted,
                     count(DISTINCT CASE WHEN metric = 'clicked' AND coalesce(human, true) THEN delivery_id END)
                       / count(DISTINCT delivery_id) AS click_rate,
                     count(DISTINCT CASE WHEN metric = 'converted' THEN delivery_id END)
                       / count(DISTINCT delivery_id) AS conversion_rate
              FROM engagement.caused
              WHERE status = 'ACCEPTED'
              GROUP BY pipeline, emit, model_version)""";

    private EngagementViews() {}

    /** Statements in order; each may be repeated. They fail while one of the tables is missing. */
    static List<String> statements(TableSchema schema) {
        return List.of(create(schema, "caused", CAUSED), create(schema, "uplift", UPLIFT));
    }

    private static String create(TableSchema schema, String name, String select) {
        String home = schema.quoted() + ".";
        return "CREATE OR REPLACE VIEW " + home + name + " AS\n" + select.replace("engagement.", home);
    }
}
