package io.penstock.control.project;

import static io.penstock.control.project.Mistake.in;
import static io.penstock.control.project.Projects.PIPELINE;
import static io.penstock.control.project.Projects.PLAIN;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake in a pipeline's source and its contract. */
class BrokenSourceTest {
    @ParameterizedTest
    @MethodSource("sources")
    void saysExactlyWhatIsWrongAndWhere(Mistake mistake) {
        mistake.isSaidExactly();
    }

    static Stream<Mistake> sources() {
        return Stream.of(
                in(
                        PIPELINE,
                        "connection: databricks-prod",
                        "conection: databricks-prod",
                        "7:5: expected one of the keys connection, table, query, key, change, contract, events, webhooks,"
                                + " found the unknown key 'conection'; did you mean 'connection'?"),
                in(
                        PIPELINE,
                        "connection: databricks-prod",
                        "connection: databriks-prod",
                        "7:17: expected the name of a databricks connection (databricks-prod), found 'databriks-prod';"
                                + " did you mean 'databricks-prod'?"),
                in(
                        PIPELINE,
                        "connection: databricks-prod",
                        "connection: customerio-prod",
                        "7:17: expected the name of a databricks connection (databricks-prod), found 'customerio-prod'"
                                + " of type customerio"),
                in(
                        PIPELINE,
                        "table: main.ml_outputs",
                        "table: ml_outputs",
                        "8:12: expected a three-part name catalog.schema.table, found text 'ml_outputs.upgrade_scores'"),
                in(
                        PIPELINE,
                        "    table:",
                        "    query: SELECT 1\n    table:",
                        "6:3: expected exactly one of the keys table and query in spec.source, found both"),
                in(
                        PLAIN,
                        "    query: SELECT customer_id, tier, mrr, probability, updated_at FROM main.crm.plans\n",
                        "",
                        "5:3: expected exactly one of the keys table and query in spec.source, found neither"),
                in(
                        PLAIN,
                        "by: snapshot",
                        "by: row-version",
                        "9:19: expected watermark or snapshot for a query, found 'row-version', which needs a table"),
                in(
                        PIPELINE,
                        "    key: [customer_id]\n",
                        "",
                        "6:3: expected the key 'key' in spec.source, as only by: snapshot can do without, found none"),
                in(PIPELINE, "key: [customer_id]", "key: []", "9:10: expected at least one entry, found an empty list"),
                in(
                        PIPELINE,
                        "key: [customer_id]",
                        "key: customer_id",
                        "9:10: expected a list, found text 'customer_id'"),
                in(
                        PIPELINE,
                        "key: [customer_id]",
                        "key: [custommer_id]",
                        "9:11: expected a column of the contract (customer_id, upgrade_likelihood_score, account_tier,"
                                + " feature_summary, confidence_interval, scored_at), found 'custommer_id';"
                                + " did you mean 'customer_id'?"),
                in(
                        PIPELINE,
                        "by: watermark",
                        "by: watermrak",
                        "10:19: expected one of row-version, watermark, change-feed, snapshot, found text 'watermrak';"
                                + " did you mean 'watermark'?"),
                in(
                        PIPELINE,
                        "column: scored_at, ",
                        "",
                        "10:5: expected the key 'column' in spec.source.change, found none"),
                in(
                        PIPELINE,
                        "column: scored_at",
                        "column: scored",
                        "10:38: expected a column of the contract (customer_id, upgrade_likelihood_score, account_tier,"
                                + " feature_summary, confidence_interval, scored_at), found 'scored'"),
                in(
                        PLAIN,
                        "by: snapshot",
                        "by: snapshot, lookback: PT1M",
                        "9:29: expected no key 'lookback' with by snapshot, only with by: watermark, found one"),
                in(
                        PIPELINE,
                        "every: PT5M",
                        "cron: '6 30'",
                        "10:72: expected five cron fields such as 30 6 * * MON-FRI, found text '6 30'"),
                in(
                        PIPELINE,
                        "every: PT5M",
                        "cron: '61 6 * * *'",
                        "10:72: expected five cron fields such as 30 6 * * MON-FRI, found text '61 6 * * *'"),
                in(
                        PIPELINE,
                        "every: PT5M",
                        "cron: '30 6 * * MON-FRI', zone: Europe/Prag",
                        "10:98: expected a time zone such as Europe/Prague, found text 'Europe/Prag'"),
                in(
                        PIPELINE,
                        "every: PT5M",
                        "every: PT5M, cron: '30 6 * * *'",
                        "10:66: expected no key 'every' beside cron, found one"),
                in(
                        PIPELINE,
                        "every: PT5M",
                        "mostDeleted: 0.2",
                        "10:66: expected no key 'mostDeleted' with by watermark, only with by: snapshot, found one"),
                in(
                        PLAIN,
                        "by: snapshot",
                        "by: snapshot, live: true",
                        "9:35: expected live only with a table, as a query has no version, found true"),
                in(
                        PIPELINE,
                        "every: PT5M",
                        "every: 5m",
                        "10:73: expected a duration in days, hours, minutes and seconds such as PT15M, P3D or PT0.1S,"
                                + " found text '5m'"),
                in(PIPELINE, "every: PT5M", "every: PT0S", "10:73: expected a duration longer than zero, found 'PT0S'"),
                in(
                        PIPELINE,
                        "lookback: PT15M",
                        "lookback: 15",
                        "10:59: expected a duration in days, hours, minutes and seconds such as PT15M, P3D or PT0.1S,"
                                + " found the number 15"),
                in(
                        PIPELINE,
                        "type: string, oneOf",
                        "type: String, oneOf",
                        "15:43: expected a Spark type in lower case such as string, double, timestamp, decimal(10,2) or"
                                + " struct<low:double>, found text 'String'"),
                in(
                        PIPELINE,
                        "type: struct }",
                        "typ: struct }",
                        "16:37: expected one of the keys type, required, optional, was, min, max, oneOf,"
                                + " found the unknown key 'typ'; did you mean 'type'?"),
                in(
                        PIPELINE,
                        "oneOf: [free",
                        "oneOf: [[]",
                        "15:59: expected text, a number, or true or false, found an empty list"),
                in(
                        PIPELINE,
                        "was: [upgrade_score]",
                        "was: upgrade_score",
                        "14:72: expected a list, found text 'upgrade_score'"),
                in(
                        PIPELINE,
                        "was: [upgrade_score]",
                        "was: [account_tier]",
                        "14:73: expected a former name, found 'account_tier', which is a column of the contract"),
                in(
                        PIPELINE,
                        "min: 0, max: 1",
                        "min: 1, max: 0.5",
                        "14:102: expected max to be at least min (1), found 0.5"),
                in(PIPELINE, "min: 0", "min: low", "14:94: expected a number, found text 'low'"),
                in(
                        PIPELINE,
                        "type: timestamp, required: true",
                        "type: timestamp, required: true, optional: true",
                        "18:70: expected required or optional, found both to be true"),
                in(
                        PIPELINE,
                        "type: timestamp, required: true",
                        "type: timestamp, required: yes",
                        "18:64: expected true or false, found text 'yes'"),
                in(
                        PIPELINE,
                        "renamed: follow",
                        "renamed: folow",
                        "19:42: expected one of allow, follow, hold, quarantine, pause, found text 'folow';"
                                + " did you mean 'follow'?"),
                in(
                        PIPELINE,
                        "removed: pause",
                        "deleted: pause",
                        "19:71: expected one of the keys added, renamed, retyped, removed, widened, narrowed, nullability,"
                                + " allNull, found the unknown key 'deleted'"),
                in(
                        PLAIN,
                        "  identity:\n    given: { databricks_customer_id: customer_id }\n    address: [customerio_id]\n",
                        "",
                        "4:1: expected the key 'identity' in spec, as this pipeline sends calls, found none"));
    }
}
