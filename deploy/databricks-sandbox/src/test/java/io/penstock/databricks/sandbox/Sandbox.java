package io.penstock.databricks.sandbox;

import io.penstock.databricks.sandbox.lakehouse.FolderTree;
import io.penstock.databricks.sandbox.oauth.OAuthEndpoint.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** A sandbox in this process, and short ways to talk to it through the unmodified driver. */
final class Sandbox implements AutoCloseable {
    static final String TOKEN = "dapi-test";
    static final Client CLIENT = new Client("11111111-2222-3333-4444-555555555555", "s3cret");

    private final Path root;
    private SandboxServer server;

    private Sandbox(Path root) {
        this.root = root;
        this.server = started(root);
    }

    static Sandbox start() {
        try {
            return new Sandbox(Files.createTempDirectory("databricks-sandbox-test"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SandboxServer started(Path root) {
        try {
            return SandboxServer.start(new SandboxOptions(
                    0,
                    Optional.of(root.resolve("lakehouse")),
                    Map.of("odd", root.resolve("odd")), // need not exist until somebody looks
                    Optional.of(root.resolve("state")), // Spark keeps the first one for the life of the process
                    Optional.of(TOKEN),
                    Optional.of(CLIENT),
                    false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server and starts another one over the same folders. */
    void restart() {
        server.close();
        server = started(root);
    }

    int port() {
        return server.port();
    }

    Path folder(String catalog, String schema, String table) {
        return root.resolve("lakehouse").resolve(catalog).resolve(schema).resolve(table);
    }

    /** The folder served as catalog {@code odd}: any depth, any name. */
    Path odd() {
        return root.resolve("odd");
    }

    /** GET of a path below the server's address, with a token. */
    HttpResponse<String> get(String token, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address(path)).header("Authorization", "Bearer " + token));
    }

    /** POST of JSON without a token. */
    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address(path)).POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** DELETE without a token. */
    void delete(String path) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(address(path)).DELETE());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** A connection as the service principal. */
    Connection connectAsPrincipal() throws SQLException {
        Properties login = new Properties();
        login.setProperty("OAuth2ClientId", CLIENT.id());
        login.setProperty("OAuth2Secret", CLIENT.secret());
        return DriverManager.getConnection(
                url().replace("AuthMech=3", "AuthMech=11;Auth_Flow=1") + ";OIDCDiscoveryEndpoint=http://127.0.0.1:"
                        + port() + "/oidc/.well-known/oauth-authorization-server",
                login);
    }

    String url() {
        return SqlPrompt.url(String.valueOf(port()));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "token", TOKEN);
    }

    /** Makes the schema anew, empty. */
    void emptySchema(Connection connection, String catalog, String schema) throws SQLException {
        run(
                connection,
                "CREATE CATALOG IF NOT EXISTS " + catalog,
                "DROP SCHEMA IF EXISTS " + catalog + "." + schema + " CASCADE",
                "CREATE SCHEMA IF NOT EXISTS " + catalog + "." + schema);
    }

    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** All rows, each as its values in text with a bar between them. */
    static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return rows(found);
        }
    }

    static List<String> rows(ResultSet found) throws SQLException {
        List<String> rows = new ArrayList<>();
        while (found.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                values.add(String.valueOf(found.getString(i)));
            }
            rows.add(String.join("|", values));
        }
        return rows;
    }

    @Override
    public void close() {
        server.close();
        FolderTree.delete(root);
    }
}
