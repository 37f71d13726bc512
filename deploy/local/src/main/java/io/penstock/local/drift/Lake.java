package io.penstock.local.drift;

import io.penstock.local.drift.History.Feature;
import io.penstock.local.drift.History.Table;
import io.penstock.local.lakehouse.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The histories' tables, written through the vendor's driver over a few connections. Thread-safe. */
final class Lake implements AutoCloseable {
    static final int CONNECTIONS = 3;

    private final Path folder;
    private final BlockingQueue<Sql> free = new LinkedBlockingQueue<>();
    private final List<Sql> all = new ArrayList<>();

    private Lake(Path folder) {
        this.folder = folder;
    }

    /**
     * Connects.
     *
     * @param folder the stand-in's lakehouse, {@code <catalog>/<schema>/<table>}
     */
    static Lake open(String url, String token, Path folder) throws SQLException {
        Lake lake = new Lake(folder);
        for (int i = 0; i < CONNECTIONS; i++) {
            Sql sql = Sql.connect(url, token);
            lake.all.add(sql);
            lake.free.add(sql);
        }
        return lake;
    }

    /** Runs statements in order on one connection. */
    void run(List<String> statements) throws SQLException, InterruptedException {
        Sql sql = free.take();
        try {
            sql.run(statements.toArray(String[]::new));
        } finally {
            free.add(sql);
        }
    }

    /** A whole, small result. */
    Sql.Table query(String statement) throws SQLException, InterruptedException {
        Sql sql = free.take();
        try {
            return sql.query(statement);
        } finally {
            free.add(sql);
        }
    }

    /** The table's newest version, read from its log, which costs no statement. -1: there is no table. */
    long head(History history) {
        Path log = folder.resolve(history.tableName().replace('.', '/')).resolve("_delta_log");
        if (!Files.exists(log)) {
            return -1;
        }
        try (Stream<Path> commits = Files.list(log)) {
            return commits.map(commit -> commit.getFileName().toString())
                    .filter(name -> name.matches("\\d{20}\\.json"))
                    .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
                    .max()
                    .orElse(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Statements that make a history's table: one commit, version 0, with all rows; or two, if {@code CREATE TABLE AS}
     * cannot: it knows no NOT NULL, and Delta refuses it with a change feed and column mapping together.
     */
    static List<String> creation(History history) {
        Table table = history.table();
        String head = "CREATE TABLE " + history.tableName();
        String tail = " " + table.tail();
        String names = "id, " + String.join(", ", table.columns().sequencedKeySet());
        String values = table.rows().entrySet().stream()
                .map(row -> "('" + history.personId(row.getKey()) + "', " + row.getValue() + ")")
                .collect(Collectors.joining(", "));
        if (table.columns().values().stream().anyMatch(Lake::isNotNull)
                || table.features().containsAll(List.of(Feature.CHANGE_FEED, Feature.COLUMN_MAPPING))) {
            String ddl = table.columns().entrySet().stream()
                    .map(column -> ", " + column.getKey() + " " + column.getValue())
                    .collect(Collectors.joining());
            return List.of(
                    head + " (id STRING" + ddl + ")" + tail,
                    "INSERT INTO " + history.tableName() + " (" + names + ") VALUES " + values);
        }
        String casts = table.columns().entrySet().stream()
                .map(column -> ", CAST(" + column.getKey() + " AS " + column.getValue() + ") AS " + column.getKey())
                .collect(Collectors.joining());
        return List.of(head + tail + " AS SELECT CAST(id AS STRING) AS id" + casts + " FROM VALUES " + values + " AS v("
                + names + ")");
    }

    private static boolean isNotNull(String type) {
        return type.toLowerCase(java.util.Locale.ROOT).endsWith("not null");
    }

    @Override
    public void close() throws SQLException {
        for (Sql sql : all) {
            sql.close();
        }
    }
}
