package io.penstock.local.story;

import java.util.List;

/**
 * What the example's data scientist and CRM team write: plain Spark SQL, in the order they write it. Made-up people
 * only. Scorings are a week and an hour old: Customer.io lets only events of the last 72 hours start a campaign.
 */
final class ExampleLake {
    static final String CONTACTS = """
            CREATE TABLE main.crm.contacts USING DELTA
            TBLPROPERTIES ('delta.enableRowTracking' = 'true') AS
            SELECT * FROM VALUES
              (1, 'cust_01', 'ada@example.com',    'usr_8472', 'cus_A1'),
              (2, 'cust_02', 'family@example.com', 'usr_8473', CAST(NULL AS STRING)),
              (3, 'cust_03', 'cy@example.com',     'usr_8474', NULL),
              (4, 'cust_04', 'dee@example.com',    NULL,       NULL),
              (5, NULL,      'eli@example.com',    'usr_8475', 'cus_E5'),
              (6, 'cust_05', 'Eli@Example.com ',   NULL,       NULL),
              (7, 'cust_07', 'family@example.com', 'usr_8477', NULL)
            AS t(contact_id, customer_id, email, customerio_id, stripe_customer_id)""";

    static final String FIRST_SCORING = """
            CREATE TABLE main.ml_outputs.upgrade_scores USING DELTA
            TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableRowTracking' = 'true') AS
            SELECT customer_id, CAST(score AS DOUBLE) AS upgrade_score, account_tier,
                   named_struct('days_active', days, 'contributions', map('seats', seats, 'exports', exports)) AS feature_summary,
                   date_trunc('HOUR', current_timestamp()) - INTERVAL 7 DAYS AS scored_at
            FROM VALUES
              ('cust_01', 0.41, 'free',       21, 0.30D, 0.50D),
              ('cust_02', 0.58, 'free',       14, 0.20D, 0.10D),
              ('cust_03', 0.71, 'pro',        30, 0.90D, 0.40D),
              ('cust_04', 0.63, 'free',        9, 0.10D, 0.20D),
              ('cust_05', 0.22, 'enterprise',  3, 0.05D, 0.01D),
              ('cust_06', 0.80, 'pro',        28, 0.70D, 0.60D),
              ('cust_07', 0.55, 'free',       11, 0.15D, 0.25D)
            AS t(customer_id, score, account_tier, days, seats, exports)""";

    /** The page's own trouble: the same table, a week later, with another column name and a new column. */
    static final String[] SECOND_SCORING = {
        "ALTER TABLE main.ml_outputs.upgrade_scores RENAME COLUMN upgrade_score TO upgrade_likelihood_score",
        "ALTER TABLE main.ml_outputs.upgrade_scores ADD COLUMNS (confidence_interval STRUCT<low: DOUBLE, high: DOUBLE>)",
        """
        MERGE INTO main.ml_outputs.upgrade_scores AS t
        USING (SELECT * FROM VALUES
          ('cust_01', 0.82D, 0.78D, 0.86D, 0.70D, 0.50D),
          ('cust_02', 0.66D, 0.60D, 0.72D, 0.20D, 0.40D),
          ('cust_03', 0.74D, 0.70D, 0.78D, 0.90D, 0.40D),
          ('cust_04', 0.62D, 0.57D, 0.67D, 0.10D, 0.20D),
          ('cust_06', 0.81D, 0.77D, 0.85D, 0.70D, 0.60D)
          AS v(customer_id, score, low, high, seats, exports)) AS s
        ON t.customer_id = s.customer_id
        WHEN MATCHED THEN UPDATE SET
          upgrade_likelihood_score = s.score,
          confidence_interval = named_struct('low', s.low, 'high', s.high),
          feature_summary = named_struct('days_active', t.feature_summary.days_active,
                                         'contributions', map('seats', s.seats, 'exports', s.exports)),
          scored_at = date_trunc('HOUR', current_timestamp()) - INTERVAL 1 HOUR"""
    };

    /** A nightly job that stamps rows again without changing anything: over-reading, which must cost no call. */
    static final String STAMPED_AGAIN =
            "UPDATE main.ml_outputs.upgrade_scores SET scored_at = scored_at + INTERVAL 10 MINUTES "
                    + "WHERE scored_at > current_timestamp() - INTERVAL 1 DAY";

    static final String LATE_CONTACT =
            "INSERT INTO main.crm.contacts VALUES (8, 'cust_06', 'fay@example.com', 'usr_8476', NULL)";

    /** Who opens and clicks the mail: somebody Customer.io knows already, with an e-mail address. */
    static final String READER = "usr_8472";

    static final String READERS_EMAIL = "ada@example.com";

    /** Whose Customer.io id CRM learns late. */
    static final String WAITS = "usr_8476";

    /**
     * Crossings, and mails delivered and clicked, of the first and of the second scoring: two people were above the
     * level from the beginning, two passed it, and the reader is one of these.
     */
    static final List<String> UPLIFT = List.of("2 0 0", "2 1 1");

    static final String LEVEL = "0.65";

    private ExampleLake() {}
}
