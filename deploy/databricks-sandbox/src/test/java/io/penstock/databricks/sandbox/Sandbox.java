package io.penstock.databricks.sandbox;

import io.penstock.databricks.sandbox.lakehouse.FolderTree;
import io.penstock.databricks.sandbox.oauth.OAuthEndpoint.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
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
                    Map.of(),
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
