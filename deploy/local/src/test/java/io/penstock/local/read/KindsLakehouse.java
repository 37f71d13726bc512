package io.penstock.local.read;

import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes tables of the kinds in a running lakehouse, each with Spark SQL and then with what is done to its files. */
public final class KindsLakehouse implements AutoCloseable {
    /** Where they lie: a catalog of the lakehouse, a schema in it, and a folder beside it for those of odd names. */
    public static final String CATALOG = "made";

    private static final String SCHEMA = "kinds";
    private static final String PLACES = "places";

    private final House house;
    private final Map<String, TableKind> kinds;
    private final Set<String> made = new HashSet<>();
    private final Map<String, Object> faults = new TreeMap<>();
    private final Sql shared;

    public KindsLakehouse(House house, List<TableKind> kinds) throws SQLException {
        this.house = house;
        this.kinds = kinds.stream().collect(Collectors.toMap(TableKind::name, Function.identity()));
        this.shared = connect();
        shared.run("CREATE SCHEMA IF NOT EXISTS " + CATALOG + "." + SCHEMA);
    }

    /** Makes tables, and those they are made from. @return those that could be made by their path in the catalog */
    public Map<String, TableKind> make(List<TableKind> wanted) throws SQLException {
        Map<String, TableKind> places = new LinkedHashMap<>();
        for (TableKind kind : wanted) {
            make(kind);
            if (!faults.containsKey(kind.name())) {
                places.put(place(kind), kind);
            }
        }
        return places;
    }

    /** Why others could not be made. */
    public Map<String, Object> faults() {
        return Map.copyOf(faults);
    }

    private Path folder() {
        return house.lakehouse().resolve(CATALOG);
    }

    private void make(TableKind kind) throws SQLException {
        if (!made.add(kind.name())) {
            return;
        }
        boolean ownSession = kind.steps().stream().anyMatch(step -> step.startsWith("SET "));
        try (Sql own = ownSession ? connect() : null) {
            for (String step : kind.steps()) {
                step(kind, step, ownSession ? own : shared);
            }
        } catch (SQLException | IOException | RuntimeException e) {
            faults.put(kind.name(), "cannot be made: " + e.getMessage());
        }
    }

    private void step(TableKind kind, String step, Sql sql) throws SQLException, IOException {
        String name = step.substring(step.indexOf(' ') + 1);
        if (!step.startsWith("!")) {
            sql.run(filled(step, kind));
        } else if (step.startsWith("!like ")) {
            make(kinds.get(name));
            copy(table(name), table(kind.name()));
        } else if (step.startsWith("!move ")) {
            Path target = folder().resolve(place(kind));
            Files.createDirectories(target.getParent());
            Files.move(table(kind.name()), target);
        } else {
            new TableSurgery(table(kind.name())).operate(step.substring(1));
        }
    }

    private static String filled(String sql, TableKind kind) {
        return sql.replace("{t}", CATALOG + "." + SCHEMA + ".`" + kind.name() + "`")
                .replace("{long:500}", "c".repeat(500))
                .replace(
                        "{columns:1000}",
                        IntStream.range(0, 1_000)
                                .mapToObj(i -> "id + " + i + " AS c" + i)
                                .collect(Collectors.joining(", ")));
    }

    private static String place(TableKind kind) {
        return kind.steps().stream()
                .filter(step -> step.startsWith("!move "))
                .map(step -> PLACES + "/" + step.substring("!move ".length()))
                .findFirst()
                .orElse(SCHEMA + "/" + kind.name());
    }

    private Path table(String name) {
        return folder().resolve(SCHEMA).resolve(name);
    }

    private Sql connect() throws SQLException {
        return Sql.connect(house.jdbcUrl(), House.DATABRICKS_TOKEN);
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    @Override
    public void close() throws SQLException {
        shared.close();
    }
}
