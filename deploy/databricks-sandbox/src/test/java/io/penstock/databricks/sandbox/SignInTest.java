package io.penstock.databricks.sandbox;

import static io.penstock.databricks.sandbox.Sandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, and how. */
@ExtendWith(SandboxExtension.class)
class SignInTest {
    private final Sandbox sandbox;

    SignInTest(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void refusesAWrongTokenThroughTheDriver() {
        assertThatThrownBy(() -> DriverManager.getConnection(sandbox.url(), "token", "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("401");
    }

    @Test
    void answers401OnEveryProtectedPathWithoutAToken() throws IOException, InterruptedException {
        for (String path : new String[] {"//sql/1.0/warehouses/local", "/api/2.1/unity-catalog/catalogs"}) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sandbox.port() + path))
                    .POST(HttpRequest.BodyPublishers.ofString("x"))
                    .build();
            assertThat(status(request)).isEqualTo(401);
        }
    }

    @Test
    void signsAServicePrincipalIn() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                sandbox.url().replace("AuthMech=3", "AuthMech=11;Auth_Flow=1")
                        + ";OIDCDiscoveryEndpoint=http://127.0.0.1:" + sandbox.port()
                        + "/oidc/.well-known/oauth-authorization-server",
                login(Sandbox.CLIENT.secret()))) {
            assertThat(rows(connection, "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void givesNoTokenForAWrongSecret() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + sandbox.port() + "/oidc/v1/token"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=" + Sandbox.CLIENT.id() + "&client_secret=wrong"))
                .build();
        assertThat(status(request)).isEqualTo(401);
    }

    @Test
    void saysThatItIsHealthyWithoutAToken() throws IOException, InterruptedException {
        assertThat(status(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sandbox.port() + "/sandbox/health"))
                        .build()))
                .isEqualTo(200);
    }

    @Test
    void doesNotStartOnATakenPort(@TempDir Path root) {
        SandboxOptions options = new SandboxOptions(
                sandbox.port(),
                Optional.of(root),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        assertThatThrownBy(() -> SandboxServer.start(options)).isInstanceOf(BindException.class);
    }

    private static Properties login(String secret) {
        Properties login = new Properties();
        login.setProperty("OAuth2ClientId", Sandbox.CLIENT.id());
        login.setProperty("OAuth2Secret", secret);
        return login;
    }

    private static int status(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
