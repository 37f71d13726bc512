package io.penstock.databricks.sandbox.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.databricks.sandbox.sql.Dialect.NewCatalog;
import org.junit.jupiter.api.Test;

class DialectTest {
    @Test
    void translatesUseCatalogAndNothingElse() {
        assertThat(Dialect.translate(" use catalog `main` ; ")).isEqualTo("SET CATALOG `main`");
        assertThat(Dialect.translate("USE main.crm")).isEqualTo("USE main.crm");
        assertThat(Dialect.translate("SELECT 'USE CATALOG x'")).isEqualTo("SELECT 'USE CATALOG x'");
    }

    @Test
    void recognisesANewCatalog() {
        assertThat(Dialect.createdCatalog("CREATE CATALOG IF NOT EXISTS Main")).contains(new NewCatalog("main", false));
        assertThat(Dialect.createdCatalog("create catalog `x` COMMENT 'mine'")).contains(new NewCatalog("x", true));
        assertThat(Dialect.createdCatalog("CREATE SCHEMA x.y")).isEmpty();
    }
}
