package io.penstock.local.lakehouse;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/** A connection to the lakehouse through the unmodified vendor driver. For one thread. */
public final class Sql implements AutoCloseable {
    private final Connection connection;

    private Sql(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param url without credentials
     * @param token personal access token
     */
    public static Sql connect(String url, String token) throws SQLException {
        Properties properties = new Properties();
        properties.put("AuthMech", "3");
        properties.put("UID", "token");
        properties.put("PWD", token);
        return new Sql(DriverManager.getConnection(url, properties));
    }

    /** Runs statements that return nothing of interest, in order. */
    public void run(String... statements) throws SQLException {
        for (String text : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(text);
            }
        }
    }

    /** One row of a result, values as text; null stays null. */
    public record Row(List<String> values) {
        public String get(int index) {
            return values.get(index);
        }
    }

    /** A whole, small result. */
    public record Table(List<String> columns, List<Row> rows) {}

    /** Runs a query and reads all of it. */
    public Table query(String text) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(text)) {
            int width = result.getMetaData().getColumnCount();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= width; i++) {
                columns.add(result.getMetaData().getColumnLabel(i));
            }
            List<Row> rows = new ArrayList<>();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    values.add(result.getString(i));
                }
                rows.add(new Row(Collections.unmodifiableList(values)));
            }
            return new Table(columns, rows);
        }
    }

    /** Reads a whole result, of any size, and only counts its rows. */
    public long countRows(String text) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(text)) {
            long rows = 0;
            while (result.next()) {
                rows++;
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
