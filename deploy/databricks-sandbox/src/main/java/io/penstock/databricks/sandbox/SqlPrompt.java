package io.penstock.databricks.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A small SQL prompt over the vendor's driver: {@code --url jdbc:…} or {@code --port N [--token T]}, and {@code -e
 * "SQL"} for statements that end the program. Statements end with a semicolon at the end of a line. Exit code 1: a
 * statement given with {@code -e} failed.
 */
public final class SqlPrompt {
    private static final int MOST_ROWS = 1000;

    private final Connection connection;
    private final PrintStream out;

    SqlPrompt(Connection connection, PrintStream out) {
        this.connection = connection;
        this.out = out;
    }

    /** Runs the prompt. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = options(List.of(arguments));
        if (!options.containsKey("--url") && !options.containsKey("--port")) {
            System.err.println("sql: --url jdbc:… or --port N is needed; [--token T] [-e \"SQL\"]");
            System.exit(2);
        }
        Properties login = new Properties();
        if (options.containsKey("--token") || options.containsKey("--port")) {
            login.setProperty("UID", "token");
            login.setProperty("PWD", options.getOrDefault("--token", "any"));
        }
        boolean failed = false;
        try (Connection connection =
                DriverManager.getConnection(options.getOrDefault("--url", url(options.get("--port"))), login)) {
            SqlPrompt prompt = new SqlPrompt(connection, System.out);
            if (options.containsKey("-e")) {
                failed = !prompt.run(options.get("-e"));
            } else {
                prompt.converse(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
            }
        } catch (SQLException e) {
            System.err.println("sql: cannot connect: " + e.getMessage());
            failed = true;
        }
        System.exit(failed ? 1 : 0); // the driver leaves threads behind
    }

    /** The address of a sandbox on this machine, without a token. */
    static String url(String port) {
        return "jdbc:databricks://127.0.0.1:" + port
                + ";httpPath=/sql/1.0/warehouses/local;ssl=0;AuthMech=3;UseThriftClient=1;EnableTelemetry=0;TIMEZONE=UTC";
    }

    /** Runs one statement and prints its rows or its error. Returns whether it went well. */
    boolean run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(MOST_ROWS);
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    TextTable table = TextTable.of(rows);
                    out.print(table);
                    out.println(table.size() + (table.size() == 1 ? " row" : " rows"));
                }
            } else {
                out.println("done, " + Math.max(0, statement.getUpdateCount()) + " rows affected");
            }
            return true;
        } catch (SQLException e) {
            out.println("error " + e.getSQLState() + ": " + e.getMessage());
            return false;
        }
    }

    private void converse(BufferedReader in) throws IOException {
        StringBuilder statement = new StringBuilder();
        out.print("sql> ");
        out.flush();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (statement.isEmpty() && List.of("exit", "quit").contains(line.strip())) {
                return;
            }
            statement.append(line).append('\n');
            String text = statement.toString().strip();
            if (text.endsWith(";")) {
                run(text.substring(0, text.length() - 1));
                statement.setLength(0);
            }
            out.print(statement.toString().isBlank() ? "sql> " : "   > ");
            out.flush();
        }
    }

    private static Map<String, String> options(List<String> arguments) {
        Map<String, String> options = new HashMap<>();
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (rest.size() > 1) {
            options.put(rest.pop(), rest.pop());
        }
        return options;
    }
}
