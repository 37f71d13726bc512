package io.penstock.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.EngagementV1;
import io.penstock.webhook.core.AddressList;
import io.penstock.webhook.core.EngagementLog;
import io.penstock.webhook.core.Signature;
import io.penstock.webhook.core.SigningKeys;
import io.penstock.webhook.core.Tally;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebhookResourceTest {
    private static final String KEY = "whsec";
    private static final String TIME = "1773532801";
    private static final byte[] BODY = "{\"event_id\":\"e1\"}".getBytes(StandardCharsets.UTF_8);

    private final List<String> kept = new ArrayList<>();

    @Test
    void answersOnlyAtTheEndpointsThatAreNamed() {
        WebhookResource resource = resource(Set.of("f00d", "old"), List.of());

        assertThat(at(resource, "f00d", "10.0.0.1")).isEqualTo(200);
        assertThat(at(resource, "old", "10.0.0.1")).isEqualTo(200);
        assertThat(at(resource, "guess", "10.0.0.1")).isEqualTo(404);
        assertThat(resource.receive(TIME, Signature.of(KEY, TIME, BODY), from("10.0.0.1"), BODY)
                        .getStatus())
                .isEqualTo(404);
        assertThat(kept).hasSize(2);
    }

    @Test
    void refusesAnAuthenticWebhookOfAnAddressThatIsNotOnTheListWithTheWordsOfAWrongSignature() {
        WebhookResource resource = resource(Set.of(), List.of("35.188.0.0/16", "::1"));

        assertThat(at(resource, "any", "35.188.7.7")).isEqualTo(200);
        assertThat(at(resource, "any", "0:0:0:0:0:0:0:1")).isEqualTo(200);
        assertThat(at(resource, "any", "35.189.0.1")).isEqualTo(401);
        assertThat(resource.receiveAt("any", TIME, Signature.of(KEY, TIME, BODY), from("35.189.0.1"), BODY)
                        .getEntity())
                .isEqualTo(resource.receiveAt("any", TIME, "00", from("35.188.7.7"), BODY)
                        .getEntity());
        assertThat(kept).hasSize(2);
    }

    private static int at(WebhookResource resource, String endpoint, String address) {
        return resource.receiveAt(endpoint, TIME, Signature.of(KEY, TIME, BODY), from(address), BODY)
                .getStatus();
    }

    private WebhookResource resource(Set<String> endpoints, List<String> senders) {
        EngagementLog<EngagementV1, DeadLetterV1> log = new EngagementLog<>() {
            @Override
            public boolean keep(EngagementV1 event) {
                return kept.add(event.eventId());
            }

            @Override
            public boolean quarantine(DeadLetterV1 letter) {
                return false;
            }
        };
        WebhookDoor door = new WebhookDoor(
                Signature.standard(),
                () -> new SigningKeys.Known("acme", List.of(KEY)),
                log,
                new WebhookPerson(List::of, _ -> true),
                InstantSource.fixed(Instant.ofEpochSecond(Long.parseLong(TIME))),
                new Tally());
        return new WebhookResource(door, new WebhookResource.Endpoint(endpoints, new AddressList(senders)));
    }

    /** A request of which only the sender's address is asked. */
    private static HttpServerRequest from(String address) {
        return (HttpServerRequest) Proxy.newProxyInstance(
                HttpServerRequest.class.getClassLoader(), new Class<?>[] {HttpServerRequest.class}, (_, method, _) -> {
                    assertThat(method.getName()).isEqualTo("remoteAddress");
                    return SocketAddress.inetSocketAddress(443, address);
                });
    }
}
