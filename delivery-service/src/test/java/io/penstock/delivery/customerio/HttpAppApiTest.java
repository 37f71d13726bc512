package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.customerio.sandbox.CustomerIoSandbox;
import io.penstock.delivery.readback.Activity;
import io.penstock.delivery.readback.AppApi;
import io.penstock.schemas.IdentifierV1;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The questions, put to the stand-in. */
class HttpAppApiTest {
    private final HttpClient client = TrackDestination.newClient(Duration.ofSeconds(5));
    private CustomerIoSandbox sandbox;
    private AppApi api;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        sandbox = CustomerIoSandbox.builder().start();
        api = api(sandbox.appKey());
        identify("ada", "{\"email\":\"ada+news@example.com\",\"score\":0.8,\"tags\":[\"a\",1]}");
        identify("bo", "{\"email\":\"bo@example.com\"}");
    }

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @Test
    void readsAPersonByEveryKindOfAddress() {
        for (IdentifierV1 address : new IdentifierV1[] {
            new IdentifierV1("customerio_id", "ada"),
            new IdentifierV1("email", "ada+news@example.com"),
            new IdentifierV1("cio_id", "cio_a3000001"),
            new IdentifierV1("cio_id", "a3000001")
        }) {
            assertThat(api.person(address)).isInstanceOfSatisfying(AppApi.Seen.Person.class, person -> {
                assertThat(person.attributes())
                        .containsEntry("score", "0.8")
                        .containsEntry("tags", "[\"a\",1]")
                        .containsEntry("email", "ada+news@example.com");
                assertThat(person.changed()).containsKey("score");
            });
        }
        assertThat(api.person(new IdentifierV1("customerio_id", "a/b?c d"))).isEqualTo(new AppApi.Seen.Nobody());
    }

    @Test
    void readsTheFailedChangesAndWhoseTheyAre() throws IOException, InterruptedException {
        identify("bo", "{\"email\":\"ada+news@example.com\",\"score\":1}");
        assertThat(api.failedChanges(Optional.empty())).isInstanceOfSatisfying(AppApi.Page.Entries.class, page -> {
            assertThat(page.next()).isEmpty();
            assertThat(page.newestFirst()).hasSize(1);
            Activity entry = page.newestFirst().getFirst();
            assertThat(entry.person()).contains(new IdentifierV1("customerio_id", "bo"));
            assertThat(entry.words())
                    .isEqualTo("failed_attribute_change email: The identifier is already associated with a different"
                            + " profile.");
        });
    }

    @Test
    void faultsAreAnswers() throws IOException, InterruptedException {
        IdentifierV1 ada = new IdentifierV1("customerio_id", "ada");
        assertThat(code(api("ffff").person(ada))).isEqualTo("bad_credentials");
        assertThat(code(new HttpAppApi(client, Optional::empty, Duration.ofSeconds(5), InstantSource.system())
                        .person(ada)))
                .isEqualTo("unknown_connection");
        fault("{\"status\":429,\"retryAfter\":\"7\"}");
        assertThat(api.person(ada)).isEqualTo(new AppApi.Fault("throttled", Duration.ofSeconds(7)));
        fault("{\"status\":503}");
        assertThat(code(api.person(ada))).isEqualTo("status_503");
        fault("{\"resetBeforeApply\":true}");
        assertThat(code(api.person(ada))).isEqualTo("unreachable");
        fault("{\"status\":200,\"body\":\"html\"}");
        assertThat(code(api.person(ada))).isEqualTo("unreadable_answer");
    }

    private static String code(AppApi.Seen seen) {
        return seen instanceof AppApi.Fault fault ? fault.code() : "no fault";
    }

    private AppApi api(String key) {
        AppAccount account = new AppAccount(sandbox.baseUri().toString(), "Bearer " + key);
        return new HttpAppApi(client, () -> Optional.of(account), Duration.ofSeconds(5), InstantSource.system());
    }

    private void fault(String rule) throws IOException, InterruptedException {
        send("PUT", "/sandbox/faults", "[" + rule + "]");
    }

    private void identify(String id, String attributes) throws IOException, InterruptedException {
        send("PUT", "/api/v1/customers/" + id, attributes);
    }

    private void send(String method, String path, String body) throws IOException, InterruptedException {
        String basic = Base64.getEncoder()
                .encodeToString((sandbox.siteId() + ":" + sandbox.apiKey()).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUri() + path))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }
}
