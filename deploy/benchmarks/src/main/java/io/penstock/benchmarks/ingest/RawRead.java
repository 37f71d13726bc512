package io.penstock.benchmarks.ingest;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** The driver alone: runs statements, walks over all rows and looks at each row's text. For one thread. */
final class RawRead implements AutoCloseable {
    private final Connection connection;

    private RawRead(Connection connection) {
        this.connection = connection;
    }

    static RawRead connect(String url, String token) throws SQLException {
        Properties properties = new Properties();
        properties.put("AuthMech", "3");
        properties.put("UID", "token");
        properties.put("PWD", token);
        return new RawRead(DriverManager.getConnection(url, properties));
    }

    /** What was read; the characters keep the compiler from leaving the strings out. */
    record Seen(long rows, long characters) {}

    /** Runs the statements one after the other. The row's text is the last column. */
    Seen read(List<String> statements) throws SQLException {
        long rows = 0;
        long characters = 0;
        for (String text : statements) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(text)) {
                int last = result.getMetaData().getColumnCount();
                while (result.next()) {
                    rows++;
                    characters += result.getString(last).length();
                }
            }
        }
        return new Seen(rows, characters);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
