package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnAWarehouse
@Timeout(300)
class ConnectionsOnAWarehouseTest {
    /** Nobody waits for its end. */
    private static final String ENDLESS =
            "SELECT count(*) AS n FROM range(1000000000) AS a JOIN range(1000000000) AS b" + " ON a.id % 7 = b.id % 11";

    private WarehouseUnderTest warehouse;

    @BeforeAll
    void open() throws SQLException {
        warehouse = WarehouseUnderTest.open();
    }

    @AfterAll
    void close() throws SQLException {
        warehouse.close();
    }

    @Test
    void aConnectionThatWasGivenBackIsUsedAgain() throws SQLException {
        WarehousePool pool = pool();
        try (Connection first = pool.connection()) {
            run(first, "CREATE OR REPLACE TEMPORARY VIEW penstock_session AS SELECT 1 AS one");
        }
        try (Connection second = pool.connection()) {
            assertThat(run(second, "SELECT one FROM penstock_session")).isTrue();
        } finally {
            pool.close();
        }
    }

    @Test
    void aConnectionThatNobodyUsesIsClosed() throws SQLException {
        WarehousePool pool = pool(Duration.ofSeconds(1));
        try (Connection first = pool.connection()) {
            run(first, "CREATE OR REPLACE TEMPORARY VIEW penstock_idle AS SELECT 1 AS one");
        }
        try {
            await().pollInterval(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        try (Connection next = pool.connection()) {
                            return !run(next, "SELECT one FROM penstock_idle");
                        } catch (SQLException e) {
                            return e.getSQLState().equals("42P01");
                        }
                    });
        } finally {
            pool.close();
        }
    }

    @Test
    void aConnectionWhoseSessionDiedIsThrownAway() throws SQLException {
        WarehousePool pool = pool();
        try (Connection first = pool.connection()) {
            first.unwrap(Connection.class).close();
            assertThatThrownBy(() -> run(first, "SELECT 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(SqlFailures.isOfTheConnection(e)).isTrue());
        }
        try (Connection second = pool.connection()) {
            assertThat(run(second, "SELECT 1")).isTrue();
        } finally {
            pool.close();
        }
    }

    @Test
    void cancellingEndsAReadSoonAndTheNextOneGoesOn() throws Exception {
        try (RecordSource source = warehouse.query(ENDLESS)) {
            CompletableFuture<Fault> fault = reading(source);

            source.cancel();

            assertThat(fault.get(60, TimeUnit.SECONDS)).isEqualTo(Fault.CANCELLED);
            assertThat(catchThrowableOfType(SourceException.class, () -> source.holdsValue(Head.NONE, "n"))
                            .fault())
                    .isEqualTo(Fault.CANCELLED);
        }
        try (RecordSource source = warehouse.query("SELECT 1 AS n")) {
            assertThat(source.rows(Head.NONE)).isEqualTo(1);
        }
    }

    @Test
    void closingTheFactoryCancelsWhatIsBeingRead() throws Exception {
        CompletableFuture<Fault> fault;
        try (WarehouseUnderTest own = WarehouseUnderTest.open()) {
            fault = reading(own.query(ENDLESS));
        }
        assertThat(fault.get(60, TimeUnit.SECONDS)).isEqualTo(Fault.CANCELLED);
    }

    @Test
    void aStatementThatTakesTooLongIsEnded() throws Exception {
        WarehousePool pool = pool();
        SqlFailures failures = new SqlFailures(Optional.empty(), null, () -> {});
        try (Warehouse impatient =
                new Warehouse(pool.connection(), Duration.ofSeconds(2), "tests", failures, _ -> pool.close())) {
            assertThat(catchThrowableOfType(
                                    SourceException.class, () -> impatient.stream(ENDLESS, "waiting", row -> {}))
                            .fault())
                    .isEqualTo(Fault.UNAVAILABLE);
        }
    }

    /** Returns once the statement was sent. */
    private static CompletableFuture<Fault> reading(RecordSource source) {
        CompletableFuture<Fault> fault = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                source.read(new ReadRange.Whole(Head.NONE, null), row -> {});
            } catch (SourceException e) {
                fault.complete(e.fault());
            }
        });
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("executeQuery")));
        return fault;
    }

    private WarehousePool pool() throws SQLException {
        return pool(Duration.ofMinutes(5));
    }

    private WarehousePool pool(Duration idle) throws SQLException {
        WarehouseSettings settings =
                new WarehouseSettings(Duration.ofMinutes(5), 2, idle, Duration.ofMinutes(20), "Penstock/test");
        DatabricksUrl url = DatabricksUrl.of(warehouse.spec(), WarehouseUnderTest::secret, settings);
        return new WarehousePool(url, settings, Clock.systemUTC());
    }

    private static boolean run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql) && statement.getResultSet().next();
        }
    }
}
