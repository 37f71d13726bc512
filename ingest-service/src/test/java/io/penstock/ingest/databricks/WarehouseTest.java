package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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

class WarehouseTest {
    private final List<String> calls = new ArrayList<>();
    private int rows = 3;

    @Test
    void everyStatementSaysWhoAsksAndHowLongItMayRun() throws Exception {
        try (Warehouse warehouse = warehouse("upgrade-likelihood")) {
            assertThat(warehouse.<Boolean>ask("SELECT 1", "asking", ResultSet::next))
                    .isTrue();
        }
        assertThat(calls)
                .containsExactly(
                        "setQueryTimeout 90",
                        "executeQuery /* penstock pipeline=upgrade-likelihood */ SELECT 1",
                        "close",
                        "given back");
    }

    @Test
    void aNameThatIsNotGivenIsLeftOut() throws Exception {
        try (Warehouse warehouse = warehouse(null)) {
            warehouse.ask("SELECT 1", "asking", ResultSet::next);
        }
        assertThat(calls).contains("executeQuery /* penstock */ SELECT 1");
    }

    @Test
    void cancellingReachesTheStatementThatIsBeingReadAndEndsIt() {
        List<Integer> read = new ArrayList<>();
        Warehouse warehouse = warehouse("p");

        SourceException failure = catchThrowableOfType(
                SourceException.class,
                () -> warehouse.stream("SELECT 1", "reading", row -> {
                    read.add(read.size());
                    warehouse.cancel();
                }));

        assertThat(failure.fault()).isEqualTo(Fault.CANCELLED);
        assertThat(read).hasSize(1);
        assertThat(calls).contains("cancel");
    }

    @Test
    void nothingRunsAfterCancelling() {
        Warehouse warehouse = warehouse("p");
        warehouse.cancel();

        assertThat(catchThrowableOfType(
                                SourceException.class, () -> warehouse.ask("SELECT 1", "asking", ResultSet::next))
                        .fault())
                .isEqualTo(Fault.CANCELLED);
        assertThat(calls).noneMatch(call -> call.startsWith("executeQuery"));
    }

    private Warehouse warehouse(String asker) {
        SqlFailures failures = new SqlFailures(Optional.empty(), null, () -> {});
        return new Warehouse(connection(), Duration.ofSeconds(90), asker, failures, closed -> calls.add("given back"));
    }

    private Connection connection() {
        ResultSet result = fake(ResultSet.class, (proxy, method, arguments) -> next(method.getName()));
        Statement statement = fake(Statement.class, (proxy, method, arguments) -> {
            if (method.getName().equals("hashCode")) {
                return 1;
            }
            if (method.getName().equals("equals")) {
                return proxy == arguments[0];
            }
            if (!method.getName().equals("close")) {
                calls.add(method.getName() + (arguments == null ? "" : " " + arguments[0]));
            }
            return method.getName().equals("executeQuery") ? result : null;
        });
        return fake(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("createStatement")) {
                return statement;
            }
            calls.add(method.getName());
            return null;
        });
    }

    private Boolean next(String method) throws SQLException {
        return method.equals("next") ? rows-- > 0 : null;
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
