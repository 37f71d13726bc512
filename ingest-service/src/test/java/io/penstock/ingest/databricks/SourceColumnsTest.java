package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.read.ColumnFacts;
import io.penstock.ingest.core.read.ColumnFacts.Fact;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SourceColumnsTest {
    private static final Head HEAD = new Head(3, Instant.EPOCH);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicInteger questions = new AtomicInteger();

    @Test
    void theCatalogIsAskedWhileTheWarehouseDescribes() throws Exception {
        SourceSchema schema = columns(facts("STRING")).at(HEAD, true);

        assertThat(schema.columns().values()).containsExactly(new SourceColumn("id", "string", "7", false));
        assertThat(questions).hasValue(1);
    }

    @Test
    void aCatalogThatShowsOtherColumnsIsAskedOnceMoreAndThenNotBelieved() throws Exception {
        SourceSchema schema = columns(facts("BIGINT")).at(HEAD, true);

        assertThat(schema.columns().values()).containsExactly(new SourceColumn("id", "string", null, null));
        assertThat(questions).hasValue(2);
    }

    @Test
    void aCatalogThatBreaksDoesNotEndTheRead() throws Exception {
        SourceSchema schema = columns(table -> {
                    asked.countDown();
                    throw new IllegalStateException("broken");
                })
                .at(HEAD, true);

        assertThat(schema.columns().values()).containsExactly(new SourceColumn("id", "string", null, null));
    }

    @Test
    void anOlderVersionIsNotAskedAboutInTheCatalog() throws Exception {
        asked.countDown();

        SourceSchema schema = columns(facts("STRING")).at(HEAD, false);

        assertThat(schema.columns().values()).containsExactly(new SourceColumn("id", "string", null, null));
        assertThat(questions).hasValue(0);
    }

    private ColumnFacts facts(String type) {
        SequencedMap<String, Fact> facts = new LinkedHashMap<>(Map.of("id", new Fact("7", false, type)));
        return table -> {
            questions.incrementAndGet();
            asked.countDown();
            return Optional.of(facts);
        };
    }

    private SourceColumns columns(ColumnFacts facts) {
        SqlFailures failures = new SqlFailures(Optional.empty(), null, () -> {});
        Warehouse warehouse = new Warehouse(connection(), Duration.ofSeconds(90), "p", failures, closed -> {});
        return new SourceColumns(warehouse, new Origin("a.b.c", null), facts);
    }

    /** Describes one column, and not before the catalog was asked. */
    private Connection connection() {
        AtomicInteger row = new AtomicInteger();
        ResultSet rows = proxy(ResultSet.class, (self, method, arguments) -> switch (method.getName()) {
            case "next" -> row.getAndIncrement() == 0;
            case "getString" -> arguments[0].equals("col_name") ? "id" : "string";
            default -> null;
        });
        Statement statement = proxy(Statement.class, (self, method, arguments) -> switch (method.getName()) {
            case "executeQuery" -> {
                assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
                yield rows;
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
