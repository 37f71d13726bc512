package io.penstock.control.project;

import static io.penstock.control.project.Mistake.CUSTOMERIO;
import static io.penstock.control.project.Mistake.DATABRICKS;
import static io.penstock.control.project.Mistake.in;
import static io.penstock.control.project.Projects.PIPELINE;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake in what every file has, in project.yaml or in the YAML itself. */
class BrokenProjectTest {
    @ParameterizedTest
    @MethodSource({"envelopes", "projects", "syntax"})
    void saysExactlyWhatIsWrongAndWhere(Mistake mistake) {
        mistake.isSaidExactly();
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

    static Stream<Mistake> projects() {
        return Stream.of(
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
                in("project.yaml", "maxRows: 2000", "maxRows: 0", "11:14: expected at least 1, found the number 0"));
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
