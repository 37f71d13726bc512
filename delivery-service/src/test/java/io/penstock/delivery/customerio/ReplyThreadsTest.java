package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.customerio.sandbox.CustomerIoSandbox;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplyThreadsTest {
    private static final int REQUESTS = 400;
    private static final int AT_ONE_TIME = 8;
    private static final String BATCH = "/api/v2/batch";

    @Test
    void everyOneOfManyRequestsHasItsReplyWithTlsAndWithout(@TempDir Path state) throws Exception {
        try (CustomerIoSandbox sandbox =
                CustomerIoSandbox.builder().stateDir(state).tlsPort(0).start()) {
            SSLContext trusting = trusting(certificate(sandbox));
            for (URI address : List.of(sandbox.baseUri(), sandbox.secureUri().orElseThrow())) {
                try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusting)
                        .executor(new ReplyThreads())
                        .build()) {
                    assertThat(statuses(client, request(sandbox, address))).containsOnly(200);
                }
            }
        }
    }

    private static List<Integer> statuses(HttpClient client, HttpRequest request) throws Exception {
        Semaphore places = new Semaphore(AT_ONE_TIME);
        List<CompletableFuture<HttpResponse<String>>> replies = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(places.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            replies.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .whenComplete((reply, fault) -> places.release()));
        }
        return replies.stream().map(reply -> reply.join().statusCode()).toList();
    }

    private static HttpRequest request(CustomerIoSandbox sandbox, URI address) {
        String item =
                "{\"type\":\"person\",\"action\":\"identify\",\"identifiers\":{\"id\":\"ada\"},\"attributes\":{\"bio\":\""
                        + "x".repeat(500) + "\"}}";
        String body = "{\"batch\":[" + String.join(",", Collections.nCopies(100, item)) + "]}";
        return HttpRequest.newBuilder(address.resolve(BATCH))
                .header("Authorization", Endpoint.basic(sandbox.siteId(), sandbox.apiKey()))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String certificate(CustomerIoSandbox sandbox) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(sandbox.baseUri().resolve("/sandbox/certificate"))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static SSLContext trusting(String certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "sandbox",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
