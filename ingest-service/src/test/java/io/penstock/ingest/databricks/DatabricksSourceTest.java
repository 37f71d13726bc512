package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A table whose history the engine cannot list. */
class DatabricksSourceTest {
    private static final SQLException BROKE =
            new SQLException("[INTERNAL_ERROR] MismatchedInputException: Cannot deserialize", "XX000");

    private final List<String> asked = new ArrayList<>();
    private Optional<SQLException> description = Optional.empty();

    @Test
    void isReadAsItIsIfASnapshotIsWanted() throws Exception {
        assertThat(source(ReadMode.SNAPSHOT, BROKE).head()).isEqualTo(Head.NONE);
        assertThat(asked.getLast()).endsWith("DESCRIBE QUERY SELECT * FROM `a`.`b`.`c`");
    }

    @Test
    void isRefusedWhereAVersionIsNeeded() {
        SourceException failure = refusal(ReadMode.ROW_VERSION, BROKE);

        assertThat(failure.fault()).isEqualTo(Fault.UNAVAILABLE);
        assertThat(failure)
                .hasMessage("asking for the version of a.b.c: INTERNAL_ERROR: the engine itself broke on it; its words,"
                        + " which may quote rows, are in the query history (SQLSTATE XX000)");
        assertThat(asked).hasSize(1);
    }

    @Test
    void isRefusedWithWhatReadingItSaysIfItCannotBeReadEither() {
        description = Optional.of(new SQLException("[DELTA_TABLE_NOT_FOUND] Delta table `c` doesn't exist.", "42P01"));

        assertThat(refusal(ReadMode.SNAPSHOT, new SQLException("[DELTA_TABLE_ONLY_OPERATION] not Delta", "0AKDD")))
                .hasMessage(
                        "describing a.b.c: [DELTA_TABLE_NOT_FOUND] Delta table `c` doesn't exist. (SQLSTATE 42P01)");
    }

    @Test
    void isNotTriedInAnotherWayWhenTheWarehouseIsAwayOrAGrantIsMissing() {
        refusal(ReadMode.SNAPSHOT, new SQLException("connection reset", "08S01"));
        refusal(ReadMode.SNAPSHOT, new SQLException("[INSUFFICIENT_PERMISSIONS] no SELECT", "42501"));

        assertThat(asked).hasSize(2);
    }

    private SourceException refusal(ReadMode mode, SQLException history) {
        return catchThrowableOfType(
                SourceException.class, () -> source(mode, history).head());
    }

    private DatabricksSource source(ReadMode mode, SQLException history) {
        SqlFailures failures = new SqlFailures(Optional.empty(), "a.b.c", () -> {});
        Warehouse warehouse = new Warehouse(connection(history), Duration.ofSeconds(90), "p", failures, closed -> {});
        return new DatabricksSource(warehouse, new Origin("a.b.c", null), mode, table -> Optional.empty());
    }

    private Connection connection(SQLException history) {
        ResultSet none = proxy(
                ResultSet.class, (self, method, arguments) -> method.getName().equals("next") ? false : null);
        Statement statement = proxy(Statement.class, (self, method, arguments) -> switch (method.getName()) {
            case "executeQuery" -> {
                String sql = (String) arguments[0];
                asked.add(sql);
                if (sql.contains("DESCRIBE HISTORY")) {
                    throw history;
                }
                if (description.isPresent()) {
                    throw description.get();
                }
                yield none;
            }
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> self == arguments[0];
            default -> null;
        });
        return proxy(
                Connection.class,
                (self, method, arguments) -> method.getName().equals("createStatement") ? statement : null);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
