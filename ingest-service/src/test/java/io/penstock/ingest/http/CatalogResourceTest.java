package io.penstock.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.ingest.core.catalog.CatalogBrowser;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogResourceTest {
    private static final String ROW =
            "{\"email\":\"ada@example.com\",\"age\":41,\"score\":0.10,\"tags\":{\"ada\":[1]},\"gone\":null}";

    private final CatalogResource resource = new CatalogResource(new OneTable());

    @Test
    void masksEveryValueAndNoNull() throws SourceException {
        var sample = resource.sample("lake", "main.crm.people", 5, false);

        assertThat(sample.masked()).isTrue();
        assertThat(sample.columns()).containsEntry("email", "string");
        assertThat(sample.rows().getFirst().toString())
                .isEqualTo("{\"email\":\"…\",\"age\":\"…\",\"score\":\"…\",\"tags\":\"…\",\"gone\":null}");
    }

    @Test
    void revealsWhenAskedWithEveryNumberAsItWas() throws SourceException {
        assertThat(resource.sample("lake", "main.crm.people", 5, true)
                        .rows()
                        .getFirst()
                        .toString())
                .isEqualTo(ROW);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 101})
    void refusesMoreRowsThanItShows(int rows) {
        assertThat(catchThrowableOfType(
                        SourceException.class, () -> resource.sample("lake", "main.crm.people", rows, false)))
                .hasMessage("expected rows from 1 to 100, found " + rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"people", "crm.people", "main.crm.people.x", "main..people"})
    void refusesANameThatIsNoTables(String name) {
        assertThat(catchThrowableOfType(SourceException.class, () -> resource.table("lake", name)))
                .hasMessage("expected catalog.schema.table, found " + name);
    }

    @Test
    void everyFaultHasAStatusThatIsNotOurs() {
        for (Fault fault : Fault.values()) {
            assertThat(Problem.status(fault)).isBetween(403, 503).isNotEqualTo(500);
        }
        Problem problem = Problem.of(new SourceException(Fault.MISSING_GRANT, "no", "GRANT x", null));
        assertThat(problem).isEqualTo(new Problem("missing_grant", "no", "GRANT x"));
    }

    private static final class OneTable implements CatalogDesk {
        @Override
        public List<Connection> connections() {
            return List.of();
        }

        @Override
        public CatalogBrowser browser(String connection) {
            throw new AssertionError("no list is asked for");
        }

        @Override
        public Sample sample(String connection, TableName table, int rows) {
            SequencedMap<String, String> columns = new LinkedHashMap<>();
            columns.put("email", "string");
            columns.put("age", "int");
            return new Sample(columns, List.of(ROW));
        }
    }
}
