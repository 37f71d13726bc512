package io.penstock.control.project;

import static io.penstock.control.project.Mistake.in;
import static io.penstock.control.project.Projects.PIPELINE;
import static io.penstock.control.project.Projects.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake in what a pipeline does with its rows: identity, transform, emits, destination, privacy. */
class BrokenRulesTest {
    @ParameterizedTest
    @MethodSource("rules")
    void saysExactlyWhatIsWrongAndWhere(Mistake mistake) {
        mistake.isSaidExactly();
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
                        "wait: P3D",
                        "wait: P31D",
                        "23:25: expected at most P30D, as versions of pipelines are kept a few days longer, found text"
                                + " 'P31D'"),
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

    @Test
    void noRecordWaitsUntilTheVersionOfItsPipelineIsGone() {
        assertThat(Topics.CONFIG.cleanup())
                .isInstanceOfSatisfying(
                        Topic.Cleanup.Compact.class,
                        kept -> assertThat(kept.minimumLag()).isGreaterThan(PipelineRules.LONGEST_WAIT));
    }
}
