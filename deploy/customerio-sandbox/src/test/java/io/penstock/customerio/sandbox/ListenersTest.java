package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS beside plain HTTP, the wrong region (rule 6), and the page to look at what arrived. */
class ListenersTest {

    @Test
    void speaksTlsWithACertificateThatAClientCanTrust(@TempDir Path state)
            throws IOException, InterruptedException, GeneralSecurityException {
        SandboxBuilder builder = CustomerIoSandbox.builder().stateDir(state).tlsPort(0);
        String certificate;
        try (SandboxClient client = SandboxClient.start(builder)) {
            certificate = client.send("GET", "/sandbox/certificate", "", "").body();
            HttpResponse<String> answer = secure(certificate, client.sandbox());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(client.exists("ada")).isTrue();
        }
        try (SandboxClient again = SandboxClient.start(builder)) {
            assertThat(again.send("GET", "/sandbox/certificate", "", "").body()).isEqualTo(certificate);
        }
        assertThat(Files.exists(state.resolve("tls.p12"))).isTrue();
    }

    private static HttpResponse<String> secure(String certificate, CustomerIoSandbox sandbox)
            throws GeneralSecurityException, IOException, InterruptedException {
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
        URI target = sandbox.secureUri().orElseThrow().resolve("/api/v1/customers/ada");
        try (HttpClient https = HttpClient.newBuilder().sslContext(context).build()) {
            return https.send(
                    HttpRequest.newBuilder(target)
                            .header("Authorization", SandboxClient.basic(sandbox.siteId() + ":" + sandbox.apiKey()))
                            .PUT(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307})
    void sendsTheTrackApiToTheOtherRegion(int status) throws IOException {
        URI other = URI.create("http://127.0.0.1:9");
        try (SandboxClient client =
                SandboxClient.start(CustomerIoSandbox.builder().redirect(other, status))) {
            HttpResponse<String> answer = client.track("POST", "/api/v2/batch?x=1", "{}");

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("location")).hasValue(other + "/api/v2/batch?x=1");
            assertThat(client.inspect("/summary").path("received").asInt()).isZero();
            assertThat(client.track("GET", "/api/v1/accounts/region", "").body())
                    .contains(other.toString());
        }
    }

    @Test
    void showsWhatArrivedWithoutRunningIt() throws IOException {
        try (SandboxClient client = SandboxClient.start()) {
            client.put("ada<script>", "{'note':'<img src=x onerror=alert(1)>'}");

            HttpResponse<String> page = client.send("GET", "/", "", "");

            assertThat(page.body())
                    .contains("ada&lt;script&gt;", "&lt;img src=x onerror=alert(1)&gt;", "http-equiv=\"refresh\"")
                    .doesNotContain("<script", "<img", "src=\"", "http://", "https://");
            assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                    .startsWith("default-src 'none'");
        }
    }

    @Test
    void showsNothingButTheHeadBeforeAnythingArrives() throws IOException {
        try (SandboxClient client = SandboxClient.start()) {
            assertThat(client.send("GET", "/", "", "").body()).contains("received <b>0</b>");
        }
    }
}
