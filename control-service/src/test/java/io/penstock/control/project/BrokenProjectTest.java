package io.penstock.control.project;

import static io.penstock.control.project.Projects.PIPELINE;
import static io.penstock.control.project.Projects.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.core.Reading;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake in a good project, and exactly what is said about it. */
class BrokenProjectTest {
    private static final String DATABRICKS = "connections/databricks-prod.yaml";
    private static final String CUSTOMERIO = "connections/customerio-prod.yaml";
    private static final YamlProjectReader READER = new YamlProjectReader(ConfigSchemas.load());

    /** A text in a file, what somebody wrote instead, and the errors without the file's name. */
    record Mistake(String file, String good, String bad, List<String> errors) {
        @Override
        public String toString() {
            return file + ": " + bad.strip().lines().findFirst().orElse("(nothing)");
        }
    }

    private static Mistake in(String file, String good, String bad, String... errors) {
        return new Mistake(file, good, bad, List.of(errors));
    }

    @ParameterizedTest
    @MethodSource({"envelopes", "sources", "rules", "identities", "others", "syntax"})
    void saysExactlyWhatIsWrongAndWhere(Mistake mistake) {
        Map<String, String> files = Projects.withPlainPipeline();
        String text = files.get(mistake.file());
        assertThat(text).containsOnlyOnce(mistake.good());
        files.put(mistake.file(), text.replace(mistake.good(), mistake.bad()));

        Reading reading = READER.read(files);

        List<String> expected = mistake.errors().stream()
                .map(error -> mistake.file() + ":" + error)
                .toList();
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Object::toString)
                                .containsExactlyElementsOf(expected));
    }

    static Stream<Mistake> envelopes() {
        return Stream.of(
                in(PIPELINE, "penstock/v1", "penstock/v2", "2:13: expected 'penstock/v1', found text 'penstock/v2'"),
                in(PIPELINE, "kind: Pipeline", "kind: Pipelin", "3:7: expected 'Pipeline', found text 'Pipelin'"),
                in(
                        DATABRICKS,
                        "kind: Connection",
                        "kind: Pipeline",
                        "2:7: expected 'Connection', found text 'Pipeline'"),
                in(
                        DATABRICKS,
                        "apiVersion: penstock/v1\n",
                        "",
                        "1:1: expected the key 'apiVersion' in the file, found none"),
                in(
                        DATABRICKS,
                        "apiVersion",
                        "apiversion",
                        "1:1: expected one of the keys apiVersion, kind, metadata, spec,"
                                + " found the unknown key 'apiversion'; did you mean 'apiVersion'?"),
                in(
                        PIPELINE,
                        "name: upgrade-likelihood",
                        "name: upgrade-likelyhood",
                        "4:19: expected 'upgrade-likelihood', as the folder is called, found 'upgrade-likelyhood'"),
                in(
                        CUSTOMERIO,
                        "name: customerio-prod",
                        "name: customerio",
                        "3:19: expected 'customerio-prod', as the file is called, found 'customerio'"),
                in(
                        DATABRICKS,
                        "metadata: { name: databricks-prod }",
                        "metadata: {}",
                        "3:1: expected the key 'name' in metadata, found none"),
                in(PIPELINE, "owner: lifecycle@example.com", "owner: 7", "4:46: expected text, found the number 7"),
                in(
                        PIPELINE,
                        "owner: lifecycle@example.com",
                        "team: growth",
                        "4:39: expected one of the keys name, owner, labels, found the unknown key 'team'"));
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

    static Stream<Mistake> rules() {
        return Stream.of(
                in(
                        PIPELINE,
                        "databricks_customer_id:",
                        "databricks_customerid:",
                        "21:14: expected an identifier type of identity.yaml (databricks_customer_id, customerio_id, email),"
                                + " found 'databricks_customerid'; did you mean 'databricks_customer_id'?"),
                in(
                        PLAIN,
                        "databricks_customer_id: customer_id",
                        "databricks_customer_id: id",
                        "17:38: expected a column of the contract (customer_id, tier, mrr, probability), found 'id'"),
                in(
                        PIPELINE,
                        "address: [customerio_id, email]",
                        "address: [customerio_id, mail]",
                        "22:30: expected an identifier type of identity.yaml (databricks_customer_id, customerio_id, email),"
                                + " found 'mail'; did you mean 'email'?"),
                in(
                        PLAIN,
                        "    address: [customerio_id]\n",
                        "",
                        "16:3: expected the key 'address' in spec.identity, as this pipeline sends calls, found none"),
                in(
                        PIPELINE,
                        "then: dead-letter",
                        "then: drop",
                        "23:36: expected one of dead-letter, create, found text 'drop'"),
                in(
                        PIPELINE,
                        "[customerio_id, email]                 # how the person is addressed at the destination, first that"
                                + " is known\n    unresolved: { wait: P3D, then: dead-letter }",
                        "[email]\n    unresolved: { wait: P3D, then: create }",
                        "23:36: expected customerio_id in spec.identity.address, under which create makes a person,"
                                + " found none"),
                in(
                        PIPELINE,
                        "script: transform.js",
                        "script: tranform.js",
                        "24:24: expected a file beside pipeline.yaml, found no"
                                + " pipelines/upgrade-likelihood/tranform.js; did you mean 'transform.js'?"),
                in(
                        PIPELINE,
                        "script: transform.js",
                        "script: ../../secret.js",
                        "24:24: expected the name of a .js file beside pipeline.yaml, found text '../../secret.js'"),
                in(
                        PIPELINE,
                        "memory: 64MiB",
                        "memory: 64MB",
                        "24:63: expected a size such as 64MiB, found text '64MB'"),
                in(
                        PIPELINE,
                        "timeout: PT0.1S",
                        "timeout: P1M",
                        "24:47: expected a duration in days, hours, minutes and seconds such as PT15M, P3D or PT0.1S,"
                                + " found text 'P1M'"),
                in(
                        PIPELINE,
                        "type: identify",
                        "type: object",
                        "26:7: expected the key 'id' in spec.emit[0], found none",
                        "26:7: expected the key 'objectType' in spec.emit[0], found none"),
                in(
                        PIPELINE,
                        "- type: identify\n      attributes:",
                        "- type: object\n      objectType: plan\n      id: x\n      attributes:",
                        "27:19: expected the number of an object type as text, such as \"1\", found text 'plan'"),
                in(
                        PIPELINE,
                        "type: track",
                        "type: trak",
                        "28:13: expected one of identify, track, page, screen, object, relationship, delete,"
                                + " found text 'trak'; did you mean 'track'?"),
                in(
                        PIPELINE,
                        "      attributes:",
                        "      event: x\n      attributes:",
                        "27:7: expected no key 'event' with type identify, found one"),
                in(
                        PIPELINE,
                        "      attributes: {",
                        "      atributes: {",
                        "27:7: expected one of the keys type, name, attributes, unset, event, seen, objectType, id, ids,"
                                + " action, relateTo, relation, when, properties, found the unknown key 'atributes'; did you mean 'attributes'?"),
                in(
                        PIPELINE,
                        "      event: upgrade_threshold_crossed\n",
                        "",
                        "28:7: expected the key 'event' in spec.emit[1], found none"),
                in(
                        PIPELINE,
                        "event: upgrade_threshold_crossed",
                        "event: " + "é".repeat(51),
                        "29:14: expected an event name of at most 100 bytes, found 102"),
                in(
                        PLAIN,
                        "tier: tier, churn",
                        "a".repeat(151) + ": tier, churn",
                        "21:21: expected an attribute name of at most 150 bytes, found 151"),
                in(
                        PLAIN,
                        "tier: tier, churn",
                        "tier: teir, churn",
                        "21:27: expected a column of the contract (customer_id, tier, mrr, probability), found 'teir';"
                                + " did you mean 'tier'?"),
                in(
                        PLAIN,
                        "\"probability[1]\"",
                        "score.value",
                        "21:40: expected a column of the contract (customer_id, tier, mrr, probability), found 'score'"),
                in(
                        PLAIN,
                        "crosses: mrr",
                        "crosses: mr",
                        "26:24: expected a column of the contract (customer_id, tier, mrr, probability), found 'mr';"
                                + " did you mean 'mrr'?"),
                in(
                        PLAIN,
                        "      name: low-mrr\n",
                        "      name: identify\n",
                        "24:13: expected a name that no other rule has, found 'identify' again (set name)"),
                in(
                        PIPELINE,
                        "above: 0.65",
                        "above: 0.65, below: 0.2",
                        "30:7: expected exactly one of the keys above, below and either, found several"),
                in(
                        PIPELINE,
                        "above: 0.65, rearmBelow: 0.60, ",
                        "",
                        "30:7: expected exactly one of the keys above, below and either, found none"),
                in(
                        PIPELINE,
                        "rearmBelow: 0.60",
                        "rearmAbove: 0.60",
                        "30:44: expected rearmBelow with above, found 'rearmAbove'"),
                in(
                        PLAIN,
                        "rearmAbove: 12.50",
                        "rearmAbove: 9.5",
                        "26:52: expected a re-arm level at least below (10), found 9.5"),
                in(
                        PIPELINE,
                        "rearmBelow: 0.60",
                        "rearmBelow: 0.70",
                        "30:56: expected a re-arm level at most above (0.65), found 0.70"),
                in(
                        PIPELINE,
                        "first: fire",
                        "first: fired",
                        "30:69: expected one of fire, arm, found text 'fired'; did you mean 'fire'?"),
                in(
                        PIPELINE,
                        "  destination: { connection: customerio-prod }\n",
                        "",
                        "25:3: expected the key 'destination' in spec, as there are emits, found none"),
                in(
                        PIPELINE,
                        "connection: customerio-prod",
                        "connection: databricks-prod",
                        "32:30: expected the name of a customerio connection (customerio-prod), found 'databricks-prod'"
                                + " of type databricks"),
                in(PIPELINE, "pii: [email]", "pii: [email, email]", "33:19: expected each value once, found one twice"),
                in(
                        PIPELINE,
                        "pii: [email]",
                        "log: keys-only",
                        "33:14: expected one of the keys pii, found the unknown key 'log'"));
    }

    /** Each puts one entry under {@code types}, where the file's seventh line is. */
    static Stream<Mistake> identities() {
        String limit = "expected unique, a whole number from 1 to 1000, or a map with count and per, found ";
        return Stream.of(
                type("phone: { limit: 0 }", "7:21: " + limit + "the number 0"),
                type("phone: { limit: 1001 }", "7:21: " + limit + "the number 1001"),
                type("phone: { limit: uniq }", "7:21: " + limit + "text 'uniq'"),
                type("phone: { limit: [3] }", "7:21: " + limit + "a list"),
                type("phone: { limit: 2.5 }", "7:21: " + limit + "the number 2.5"),
                type(
                        "phone: { limit: { count: 3 } }",
                        "7:14: expected the key 'per' in spec.types.phone.limit, found none"),
                type("phone: { limit: { count: 0, per: P30D } }", "7:30: expected at least 1, found the number 0"),
                type(
                        "phone: { limit: { count: 3, per: 30d } }",
                        "7:38: expected a duration in days, hours, minutes and seconds such as PT15M, P3D or PT0.1S,"
                                + " found text '30d'"),
                type(
                        "phone: { limit: { count: 3, per: PT0S } }",
                        "7:38: expected a duration longer than zero, found 'PT0S'"),
                type(
                        "phone: { limit: { count: 3, each: P1D, per: P1D } }",
                        "7:33: expected one of the keys count, per, found the unknown key 'each'"),
                type(
                        "phone: { atLimit: transfer }",
                        "7:23: expected reject or evict_oldest, as 'phone' is strong, found text 'transfer'"),
                type(
                        "device_id: { class: strong, atLimit: transfer }",
                        "7:42: expected reject or evict_oldest, as 'device_id' is strong, found text 'transfer'"),
                type(
                        "phone: { atLimit: evict }",
                        "7:23: expected one of reject, evict_oldest, transfer, found text 'evict'"),
                type(
                        "phone: { normalise: e164 }",
                        "7:25: expected one of trim, lowercase, email, phone, found text 'e164'"),
                type(
                        "phone: { region: gb }",
                        "7:22: expected a country of two capital letters such as GB, found text 'gb'"),
                type("phone: { region: UK }", "7:22: expected a country such as GB, found text 'UK'"),
                type(
                        "login: { region: GB }",
                        "7:14: expected no key 'region' with normalise: trim, as it is for phone, found one"),
                type(
                        "phone: { stripTags: [gmail.com] }",
                        "7:14: expected no key 'stripTags' with normalise: phone, as it is for email, found one"),
                type(
                        "login: { blockTestDomains: true }",
                        "7:14: expected no key 'blockTestDomains' with normalise: trim, as it is for email, found one"),
                type(
                        "mail: { normalise: email, stripTags: [GMail.com] }",
                        "7:43: expected a domain in lower case such as gmail.com, or *, found text 'GMail.com'"),
                type("login: { minLength: 0 }", "7:25: expected at least 1, found the number 0"),
                in(
                        "identity.yaml",
                        "identifiersPerProfile: 200",
                        "rejectionsPerIdentifier: 0",
                        "12:38: expected at least 1, found the number 0"),
                in(
                        "identity.yaml",
                        "  limits: {",
                        "  afterErase: forget\n  limits: {",
                        "12:15: expected one of refuse, fresh, found text 'forget'"),
                in(
                        "identity.yaml",
                        "\"/^test\\\\+/\"",
                        "\"/(?=test)/\"",
                        "10:34: expected a regular expression without look-around, back-references, flags and lazy or"
                                + " possessive repetition, found text '/(?=test)/'"));
    }

    private static Mistake type(String entry, String... errors) {
        return in("identity.yaml", "    customerio_id:", "    " + entry + "\n    customerio_id:", errors);
    }

    static Stream<Mistake> others() {
        return Stream.of(
                in(
                        CUSTOMERIO,
                        "rate: 80",
                        "merges: { policy: hld }",
                        "8:23: expected one of send, hold, never, found text 'hld'; did you mean 'hold'?"),
                in(
                        CUSTOMERIO,
                        "rate: 80",
                        "merges: { hold: P1D }",
                        "8:15: expected policy: hold beside hold, found no policy"),
                in(
                        CUSTOMERIO,
                        "rate: 80",
                        "merges: { policy: send, hold: P1D }",
                        "8:29: expected policy: hold beside hold, found send"),
                in(
                        CUSTOMERIO,
                        "rate: 80",
                        "merges: { policy: hold, hold: PT0S }",
                        "8:35: expected a duration longer than zero, found 'PT0S'"),
                in(
                        CUSTOMERIO,
                        "rate: 80",
                        "erase: forget",
                        "8:12: expected one of delete, suppress, keep, found text 'forget'"),
                in(
                        "project.yaml",
                        "workspace: telco",
                        "workspace: Telco Prod",
                        "6:14: expected a name of lower-case letters, digits and hyphens, at most 63, found text 'Telco Prod'"),
                in(
                        "project.yaml",
                        "webhooks: customerio-prod",
                        "webhooks: customer-io",
                        "10:15: expected the name of a customerio connection (customerio-prod), found 'customer-io'"),
                in(
                        "project.yaml",
                        "schema: penstock.engagement",
                        "schema: engagement",
                        "9:13: expected a two-part name catalog.schema, found text 'engagement'"),
                in("project.yaml", "maxRows: 2000", "maxRows: 0", "11:14: expected at least 1, found the number 0"),
                in(
                        DATABRICKS,
                        "type: databricks",
                        "type: databrick",
                        "5:9: expected one of databricks, customerio, found text 'databrick'; did you mean 'databricks'?"),
                in(
                        DATABRICKS,
                        "type: databricks",
                        "type: customerio",
                        "4:1: expected the key 'customerio' in spec, found none",
                        "6:3: expected no key 'databricks' with type customerio, found one"),
                in(
                        DATABRICKS,
                        "httpPath:",
                        "httppath:",
                        "8:5: expected one of the keys host, port, tls, httpPath, token, clientId, clientSecret,"
                                + " found the unknown key 'httppath'; did you mean 'httpPath'?"),
                in(
                        DATABRICKS,
                        "host: ",
                        "host: https://",
                        "7:11: expected a host name without scheme, port or path,"
                                + " found text 'https://dbc-a1b2345c-d6e7.cloud.example.com'"),
                in(
                        DATABRICKS,
                        "    host",
                        "    port: 99999\n    host",
                        "7:11: expected at most 65535, found the number 99999"),
                in(
                        DATABRICKS,
                        "    host",
                        "    tls: false\n    host",
                        "7:10: expected tls: true for a host that is not on loopback, found false"),
                in(
                        DATABRICKS,
                        "{ env: DATABRICKS_TOKEN }",
                        "dapi0123456789",
                        "9:12: expected the name of a secret, { env: NAME } or { file: /path }, never the value itself,"
                                + " found a value that is not shown"),
                in(
                        DATABRICKS,
                        "env: DATABRICKS_TOKEN",
                        "env: dapi0123456789",
                        "9:19: expected the name of an environment variable in capitals such as DATABRICKS_TOKEN,"
                                + " never the value itself, found a value that is not shown"),
                in(
                        DATABRICKS,
                        "    token: { env: DATABRICKS_TOKEN }\n",
                        "    clientId: { env: CLIENT_ID }\n",
                        "6:3: expected token, or clientId and clientSecret, found clientId alone"),
                in(
                        DATABRICKS,
                        "    token: { env: DATABRICKS_TOKEN }\n",
                        "",
                        "6:3: expected token, or clientId and clientSecret, found neither"),
                in(
                        CUSTOMERIO,
                        "file: /run/secrets",
                        "file: run/secrets",
                        "10:21: expected the absolute path of a mounted file, never the value itself,"
                                + " found a value that is not shown"),
                in(
                        CUSTOMERIO,
                        "siteId: { env: CUSTOMERIO_SITE_ID }",
                        "siteId: { env: A, file: /b }",
                        "9:13: expected the name of a secret, { env: NAME } or { file: /path }, never the value itself,"
                                + " found a map"),
                in(
                        CUSTOMERIO,
                        "    region: eu",
                        "    trackUrl: http://track.example.com\n    region: eu",
                        "7:15: expected an address that starts with https://, or with http:// on loopback,"
                                + " found text 'http://track.example.com'"),
                in(
                        CUSTOMERIO,
                        "region: eu",
                        "region: ue",
                        "7:13: expected one of us, eu, found text 'ue'; did you mean 'eu'?"),
                in(
                        CUSTOMERIO,
                        "    apiKey: { file: /run/secrets/customerio-api-key }\n",
                        "",
                        "6:3: expected the key 'apiKey' in spec.customerio, found none"),
                in(
                        CUSTOMERIO,
                        "    region: eu",
                        "    wire: pipelines\n    region: eu",
                        "6:3: expected the key 'writeKey' in spec.customerio, found none"),
                in(
                        CUSTOMERIO,
                        "    region: eu",
                        "    wire: pipeline\n    region: eu",
                        "7:11: expected one of track, pipelines, found text 'pipeline'; did you mean 'pipelines'?"),
                in(
                        CUSTOMERIO,
                        "    siteId: { env: CUSTOMERIO_SITE_ID }\n",
                        "    wire: pipelines\n    writeKey: { env: W }\n    anonymousEvents: v2\n",
                        "11:5: expected wire: track beside anonymousEvents, found wire: pipelines",
                        "12:5: expected siteId and apiKey, or neither, found apiKey alone"),
                in(
                        CUSTOMERIO,
                        "    region: eu",
                        "    anonymousEvents: v3\n    region: eu",
                        "7:22: expected one of v1, v2, found text 'v3'; did you mean 'v1'?"),
                in(CUSTOMERIO, "rate: 80", "rate: 80/s", "8:11: expected a whole number, found text '80/s'"),
                in(
                        "identity.yaml",
                        "email: { class: weak",
                        "email: { class: week",
                        "8:21: expected one of strong, weak, found text 'week'; did you mean 'weak'?"),
                in(
                        "identity.yaml",
                        "    email: [noreply",
                        "    mail: [noreply",
                        "10:5: expected * or an identifier type of this file (databricks_customer_id, customerio_id, email),"
                                + " found 'mail'; did you mean 'email'?"),
                in(
                        "identity.yaml",
                        "\"/^test\\\\+/\"",
                        "\"/^test(/\"",
                        "10:34: expected a regular expression between the slashes, found a mistake: Unclosed group at"
                                + " character 7"),
                in(
                        "identity.yaml",
                        "customerio_id: { class: strong }",
                        "customerio_id: { class: strong }\n    Phone: {}",
                        "8:5: expected an identifier type of lower-case letters, digits and underscores,"
                                + " found the key 'Phone'"));
    }

    static Stream<Mistake> syntax() {
        return Stream.of(
                in(
                        PIPELINE,
                        "table: main",
                        "\ttable: main",
                        "8:5: expected YAML, found a mistake: while scanning for the next token, found character"
                                + " '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)"),
                in(
                        PIPELINE,
                        "key: [customer_id]",
                        "key: [customer_id",
                        "10:11: expected YAML, found a mistake: while parsing a flow sequence, expected ',' or ']', but got :"),
                in(
                        PIPELINE,
                        "    key: [customer_id]\n",
                        "    key: [customer_id]\n    key: [account_tier]\n",
                        "10:5: expected each key once, found 'key' again after line 9"),
                in(
                        PIPELINE,
                        "  privacy: { pii: [email] }",
                        "---\nkind: Pipeline",
                        "33:1: expected one document per file, found a second one (---)"),
                in(PIPELINE, "pii: [email]", "pii: *names", "33:19: expected the value itself, found an alias (*name)"),
                in(PIPELINE, "min: 0", "min: .nan", "14:94: expected a number of usual size, found '.nan'"),
                in(
                        PIPELINE,
                        "max: 1",
                        "max: 1e999999999",
                        "14:102: expected a number of usual size, found '1e999999999'"),
                in(
                        PIPELINE,
                        "pii: [email]",
                        "pii: !!set [email]",
                        "33:19: expected a plain value, found the tag tag:yaml.org,2002:set"),
                in(PIPELINE, "above: 0.65", "above:", "30:37: expected a number, found nothing"),
                in(PIPELINE, "pii: [email]", "? [a] : b", "33:16: expected text as a key, found a list or a map"));
    }
}
