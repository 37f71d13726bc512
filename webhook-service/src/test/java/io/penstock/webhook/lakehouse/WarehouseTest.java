package io.penstock.webhook.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.SecretRef;
import org.junit.jupiter.api.Test;

class WarehouseTest {
    @Test
    void theAddressHoldsEverythingButSecrets() {
        var spec = new ConnectionSpec.Databricks(
                "adb-1.azuredatabricks.net",
                null,
                null,
                "/sql/1.0/warehouses/abc",
                new SecretRef("DATABRICKS_TOKEN", null),
                null,
                null);
        assertThat(Warehouse.url(spec))
                .isEqualTo("jdbc:databricks://adb-1.azuredatabricks.net:443;httpPath=/sql/1.0/warehouses/abc;ssl=1"
                        + ";UseThriftClient=1;EnableTelemetry=0;TIMEZONE=UTC;UserAgentEntry=penstock/0.1.0");
    }
}
