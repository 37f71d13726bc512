package io.penstock.control.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.core.Kind;
import io.penstock.control.core.Reading;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pipelines whose rows are events: what is accepted, and what is said about a mistake. */
class EventSourceTest {
    private static final YamlProjectReader READER = new YamlProjectReader(ConfigSchemas.load());
    private static final String FIRST_PARTY = "pipelines/first-party/pipeline.yaml";
    private static final String WHO = "pipelines/who/pipeline.yaml";
    private static final String PROJECT = "project.yaml";

    @Test
    void acceptsMessagesOfTheCollectionApiAndReportingWebhooksAsSources() {
        assertThat(READER.read(project()))
                .isInstanceOfSatisfying(
                        Reading.Accepted.class,
                        accepted -> assertThat(accepted.bundle().count(Kind.PIPELINE))
                                .isEqualTo(3));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        FIRST_PARTY,
                        "events: web",
                        "events: wep",
                        "5:21: expected an endpoint of spec.events in project.yaml (web), found 'wep'; did you mean 'web'?"),
                Arguments.of(
                        FIRST_PARTY,
                        "events: web",
                        "events: web, key: [a]",
                        "5:26: expected no key 'key' beside events, found one"),
                Arguments.of(
                        FIRST_PARTY,
                        "events: web",
                        "events: web, webhooks: customerio-prod",
                        "5:26: expected one of the keys events and webhooks, found both"),
                Arguments.of(
                        FIRST_PARTY,
                        "customerio_id: message.user_id",
                        "customerio_id: user_id",
                        "7:29: expected message.user_id, message.anonymous_id, message.previous_id, message.group_id,"
                                + " message.email, or a path into properties, traits or context, found 'user_id'"),
                Arguments.of(
                        FIRST_PARTY,
                        "plan: traits.plan",
                        "plan: trait.plan",
                        "11:27: expected a part of the message (message, properties, traits, context), found 'trait';"
                                + " did you mean 'traits'?"),
                Arguments.of(
                        WHO,
                        "customerio_id: id",
                        "customerio_id: ids",
                        "7:29: expected one of id, email, cio_id, found 'ids'; did you mean 'id'?"),
                Arguments.of(
                        WHO,
                        "webhooks: customerio-prod",
                        "webhooks: databricks-prod",
                        "5:23: expected the name of a customerio connection (customerio-prod), found 'databricks-prod'"
                                + " of type databricks"),
                Arguments.of(
                        WHO,
                        "  identity:",
                        "  destination: { connection: customerio-prod }\n  identity:",
                        "6:3: expected no key 'destination' beside source.webhooks, which only feeds identity, found one"),
                Arguments.of(
                        PROJECT,
                        "env: WEB_WRITE_KEY",
                        "env: wk_abc",
                        "14:31: expected the name of an environment variable in capitals such as DATABRICKS_TOKEN,"
                                + " never the value itself, found a value that is not shown"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saysExactlyWhatIsWrongAndWhere(String file, String good, String bad, String error) {
        Map<String, String> files = project();
        assertThat(files.get(file)).containsOnlyOnce(good);
        files.compute(file, (path, text) -> text.replace(good, bad));

        assertThat(READER.read(files))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Object::toString)
                                .contains(file + ":" + error));
    }

    private static Map<String, String> project() {
        Map<String, String> files = Projects.upgrade();
        files.compute(PROJECT, (path, text) -> text + "  events:\n    web: { writeKeys: [{ env: WEB_WRITE_KEY }] }\n");
        files.put(FIRST_PARTY, """
                apiVersion: penstock/v1
                kind: Pipeline
                metadata: { name: first-party }
                spec:
                  source: { events: web }
                  identity:
                    given: { customerio_id: message.user_id, email: message.email }
                    address: [customerio_id, email]
                  emit:
                    - type: identify
                      attributes: { plan: traits.plan }
                  destination: { connection: customerio-prod }
                """);
        files.put(WHO, """
                apiVersion: penstock/v1
                kind: Pipeline
                metadata: { name: who }
                spec:
                  source: { webhooks: customerio-prod }
                  identity:
                    given: { customerio_id: id, email: email }
                """);
        return files;
    }
}
