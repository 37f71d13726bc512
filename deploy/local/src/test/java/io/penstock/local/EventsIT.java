package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.CustomerIo;
import io.penstock.local.story.Http;
import io.penstock.local.story.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * First-party events from Segment's own SDK for Node to the Customer.io stand-in: what somebody did before anybody knew
 * who it was reaches the person it turned out to be. Only with {@code -Dpenstock.events=true}, because it downloads the
 * SDK and starts half of the house.
 */
@EnabledIfSystemProperty(named = "penstock.events", matches = "true")
class EventsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SDK = "@segment/analytics-node@3.1.0";

    private House house;
    private Stack stack;
    private CustomerIo customerIo;
    private final List<CustomerIo.Call> calls = new ArrayList<>();

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Installation installation = Installation.fromSystemProperty();
        house = new House(
                installation,
                FreePorts.draw(),
                folder.resolve("data"),
                folder.resolve("data/lakehouse"),
                Map.of(),
                installation.home().resolve("data/cache"));
        stack = Stack.open(house.data());
        start("kafka-broker", "customerio-sandbox");
        start("control-service", "identity-service", "transform-service", "delivery-service", "webhook-service");
        customerIo = new CustomerIo(Ports.url(house.ports().customerio()));
        apply();
    }

    @AfterEach
    void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void whatAnAnonymousVisitorDidReachesThePersonSheTurnsOutToBe() throws Exception {
        Path sdk = Files.createDirectories(Path.of("target", "segment-sdk"));
        assumeTrue(
                run(sdk, "npm", "install", "--no-audit", "--no-fund", "--prefix", ".", SDK) == 0,
                "skipped: node, npm or its registry is not there");
        Files.writeString(sdk.resolve("send.js"), """
                const { Analytics } = require('@segment/analytics-node');
                const [host, writeKey, stage] = process.argv.slice(2);
                const analytics = new Analytics({ host, writeKey });
                analytics.on('error', e => { console.error(e.code); process.exitCode = 1; });
                const anonymousId = 'anon-1';
                if (stage === 'before') {
                  analytics.page({ anonymousId, name: 'Pricing' });
                  analytics.track({ anonymousId, event: 'Trial Started', properties: { plan: 'pro' } });
                  analytics.track({ anonymousId: 'anon-2', event: 'Trial Started', properties: { plan: 'free' } });
                } else {
                  analytics.identify({ userId: 'usr_1', anonymousId, traits: { email: 'ada@example.com', plan: 'pro' } });
                  analytics.track({ userId: 'usr_1', event: 'Seat Added', properties: { seats: 3 } });
                }
                analytics.closeAndFlush();
                """);

        until("the endpoint is read", this::isRead);
        assertThat(send(sdk, "before")).isZero();
        await("what two strangers did waits")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(waiting()).isEqualTo(2));
        assertThat(calls()).isEmpty();

        assertThat(send(sdk, "after")).isZero();

        until(
                "all she did has arrived",
                () -> calls().stream().filter(CustomerIo.Call::isEvent).count() == 2);
        assertThat(calls()).allSatisfy(call -> assertThat(call.person()).isEqualTo("usr_1"));
        assertThat(calls().stream().filter(CustomerIo.Call::isEvent))
                .extracting(call -> call.body().path("name").asText() + " "
                        + call.body().path("attributes").path("plan").asText())
                .containsExactlyInAnyOrder("Trial Started pro", "Seat Added ");
        until("who she is has arrived too", () -> attribute("plan").equals("pro"));
        assertThat(attribute("email")).isEqualTo("ada@example.com");
    }

    /** Whether messages would be taken; sends none. */
    private boolean isRead() throws InterruptedException {
        ObjectNode none = JsonNodeFactory.instance.objectNode().put("writeKey", House.WRITE_KEY);
        none.putArray("batch");
        return new Http(Ports.url(house.ports().webhook()))
                        .tryPost("/v1/batch", none)
                        .status()
                == 200;
    }

    private int send(Path sdk, String stage) throws InterruptedException {
        return run(sdk, "node", "send.js", Ports.url(house.ports().webhook()), House.WRITE_KEY, stage);
    }

    private static int run(Path folder, String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("output.log").toFile()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private List<CustomerIo.Call> calls() throws InterruptedException {
        calls.addAll(customerIo.fresh());
        return calls;
    }

    private String attribute(String name) throws InterruptedException {
        return customerIo.person("usr_1").path("attributes").path(name).asText();
    }

    private long waiting() throws InterruptedException {
        return new Http(Ports.url(house.ports().transform()))
                .get("/v1/status")
                .path("waiting")
                .asLong();
    }

    private static void until(String what, Callable<Boolean> condition) {
        await(what).atMost(PATIENCE).ignoreExceptions().until(condition);
    }

    private void start(String... names) throws InterruptedException {
        Screen screen = new Screen(System.out, false);
        stack.start(
                List.of(names).stream().map(house::program).toList(),
                (name, needed) -> Runs.showReady(screen, name, needed));
    }

    private void apply() throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("author", "test");
        ObjectNode files = body.putObject("files");
        files.put("project.yaml", """
                apiVersion: penstock/v1
                kind: Project
                metadata: { name: events }
                spec:
                  workspace: events
                  events:
                    web: { writeKeys: [{ env: EVENTS_WRITE_KEY }] }
                """);
        files.put("identity.yaml", """
                apiVersion: penstock/v1
                kind: Identity
                metadata: { name: events }
                spec:
                  types:
                    customerio_id: { class: strong, limit: 1 }
                    email: { class: strong, limit: 5, normalise: email }
                    anonymous_id: { class: weak, limit: 100 }
                """);
        files.put("connections/customerio.yaml", """
                apiVersion: penstock/v1
                kind: Connection
                metadata: { name: customerio }
                spec:
                  type: customerio
                  customerio:
                    trackUrl: %s
                    siteId: { env: CUSTOMERIO_SITE_ID }
                    apiKey: { env: CUSTOMERIO_API_KEY }
                """.formatted(
                        Ports.url(house.ports().customerio())));
        files.put("pipelines/first-party/pipeline.yaml", """
                apiVersion: penstock/v1
                kind: Pipeline
                metadata: { name: first-party }
                spec:
                  source: { events: web }
                  identity:
                    given: { customerio_id: message.user_id, email: message.email, anonymous_id: message.anonymous_id }
                    address: [customerio_id, email]
                  transform: { script: transform.js }
                  destination: { connection: customerio }
                """);
        files.put("pipelines/first-party/transform.js", """
                export async function send(payload, headers) {
                  const { type, event } = payload.message;
                  if (type === 'identify') return [{ type, traits: payload.traits }];
                  if (type === 'track') return [{ type, event, properties: payload.properties }];
                  return [];
                }
                """);
        new Http(Ports.url(house.ports().control())).post("/v1/project", body);
    }
}
