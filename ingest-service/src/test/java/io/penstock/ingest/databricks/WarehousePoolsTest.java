package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.config.ConnectionSpec;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarehousePoolsTest {
    private static final ConnectionSpec.Databricks SPEC = DatabricksUrlTest.withToken("TOKEN");
    private Instant now = Instant.parse("2026-03-15T12:00:00Z");
    private final WarehousePools pools = new WarehousePools(DatabricksUrlTest.SETTINGS, () -> now);

    @AfterEach
    void close() {
        pools.close();
    }

    @Test
    void oneConnectionSpecHasOnePool() throws SQLException {
        assertThat(lend(SPEC, "a")).isSameAs(lend(SPEC, "a"));
        assertThat(lend(DatabricksUrlTest.withToken("OTHER"), "a")).isNotSameAs(lend(SPEC, "a"));
    }

    @Test
    void aReplacedSecretGetsANewPoolAtOnce() throws SQLException {
        WarehousePool old = lend(SPEC, "a");

        assertThat(lend(SPEC, "b")).isNotSameAs(old).isSameAs(lend(SPEC, "b"));
    }

    @Test
    void aPoolThatNobodyUsedForLongIsClosedAndOneThatIsLentIsNot() throws SQLException {
        WarehousePool lent = lend(SPEC, "a");
        now = now.plus(Duration.ofHours(1));
        assertThat(lend(SPEC, "a")).isSameAs(lent);
        lent.giveBack();
        lent.giveBack();
        now = now.plus(Duration.ofHours(1));

        assertThat(lend(SPEC, "a")).isNotSameAs(lent);
    }

    private WarehousePool lend(ConnectionSpec.Databricks spec, String secret) throws SQLException {
        DatabricksUrl url =
                DatabricksUrl.of(spec, Map.of("TOKEN", secret, "OTHER", secret)::get, DatabricksUrlTest.SETTINGS);
        return pools.lend(spec, url);
    }
}
