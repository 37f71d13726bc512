package io.penstock.databricks.sandbox;

import static io.penstock.databricks.sandbox.Sandbox.rows;
import static io.penstock.databricks.sandbox.Sandbox.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Privileges that were taken away, in SQL and over REST, for a service principal; a person keeps all. */
@ExtendWith(SandboxExtension.class)
class GrantsTest {
    private static final String SP = Sandbox.CLIENT.id();

    private final Sandbox sandbox;
    private Connection person;
    private Connection principal;

    GrantsTest(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void makeTables() throws SQLException {
        person = sandbox.connect();
        if (!rows(person, "SHOW CATALOGS").contains("vault")) {
            sandbox.emptySchema(person, "vault", "ml");
            run(
                    person,
                    "CREATE TABLE vault.ml.t (id INT) TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')",
                    "INSERT INTO vault.ml.t VALUES (1)",
                    "CREATE TABLE vault.ml.open (id INT)");
        }
        principal = sandbox.connectAsPrincipal();
    }

    @AfterEach
    void forget() throws SQLException, IOException, InterruptedException {
        sandbox.delete("/sandbox/grants");
        principal.close();
        person.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT on TABLE vault.ml.t    | SELECT * FROM vault.ml.t                                   | SELECT on Table 'vault.ml.t'
            SELECT on TABLE vault.ml.t    | SELECT * FROM vault.ml.t VERSION AS OF 1                   | SELECT on Table 'vault.ml.t'
            SELECT on TABLE vault.ml.t    | SELECT count(*) FROM (SELECT 1) WHERE EXISTS (SELECT id FROM vault.ml.t) | SELECT on Table 'vault.ml.t'
            SELECT on TABLE vault.ml.t    | SELECT * FROM table_changes('vault.ml.t', 1)               | SELECT on Table 'vault.ml.t'
            SELECT on TABLE vault.ml.t    | DESCRIBE HISTORY vault.ml.t                                | SELECT on Table 'vault.ml.t'
            SELECT on TABLE vault.ml.t    | DESCRIBE TABLE vault.ml.t                                  | SELECT on Table 'vault.ml.t'
            SELECT on TABLE vault.ml.t    | DESCRIBE QUERY SELECT id FROM vault.ml.t                   | SELECT on Table 'vault.ml.t'
            SELECT on SCHEMA vault.ml     | SELECT * FROM vault.ml.t                                   | SELECT on Table 'vault.ml.t'
            USE SCHEMA on SCHEMA vault.ml | SELECT * FROM vault.ml.t                                   | USE SCHEMA on Schema 'vault.ml'
            USE CATALOG on CATALOG vault  | SELECT * FROM vault.ml.t                                   | USE CATALOG on Catalog 'vault'
            MODIFY on TABLE vault.ml.t    | INSERT INTO vault.ml.t VALUES (2)                          | MODIFY on Table 'vault.ml.t'
            MODIFY on TABLE vault.ml.t    | UPDATE vault.ml.t SET id = 3                               | MODIFY on Table 'vault.ml.t'
            MODIFY on TABLE vault.ml.t    | DELETE FROM vault.ml.t                                     | MODIFY on Table 'vault.ml.t'
            MODIFY on TABLE vault.ml.t    | MERGE INTO vault.ml.t t USING (SELECT 1 AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE | MODIFY on Table 'vault.ml.t'
            SELECT on TABLE vault.ml.t    | MERGE INTO vault.ml.t t USING (SELECT 1 AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE | SELECT on Table 'vault.ml.t'
            MODIFY on TABLE vault.ml.t    | ALTER TABLE vault.ml.t ADD COLUMNS (x INT)                 | MODIFY on Table 'vault.ml.t'
            MODIFY on TABLE vault.ml.t    | OPTIMIZE vault.ml.t                                        | MODIFY on Table 'vault.ml.t'
            MODIFY on TABLE vault.ml.t    | RESTORE TABLE vault.ml.t TO VERSION AS OF 0                | MODIFY on Table 'vault.ml.t'
            MODIFY on TABLE vault.ml.t    | VACUUM vault.ml.t                                          | MODIFY on Table 'vault.ml.t'
            MODIFY on TABLE vault.ml.t    | CREATE OR REPLACE TABLE vault.ml.t AS SELECT 1 AS id       | MODIFY on Table 'vault.ml.t'
            MODIFY on TABLE vault.ml.t    | DROP TABLE vault.ml.t                                      | MODIFY on Table 'vault.ml.t'
            CREATE TABLE on SCHEMA vault.ml | CREATE TABLE vault.ml.fresh (id INT)                     | CREATE TABLE on Schema 'vault.ml'
            CREATE TABLE on SCHEMA vault.ml | CREATE TABLE vault.ml.fresh AS SELECT 1 AS id            | CREATE TABLE on Schema 'vault.ml'
            """)
    void refusesAStatementWithoutItsPrivilege(String revoked, String sql, String missing) throws Exception {
        revoke(revoked);

        assertThatThrownBy(() -> execute(principal, sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"))
                .hasMessageContaining("[INSUFFICIENT_PERMISSIONS] Insufficient privileges:")
                .hasMessageContaining("User does not have " + missing + ". SQLSTATE: 42501");

        assertThat(rows(person, "SELECT id FROM vault.ml.t")).containsExactly("1");
    }

    @Test
    void worksAgainOnceTheStatementThatWasNamedIsPasted() throws Exception {
        revoke("SELECT on TABLE vault.ml.t");
        assertThatThrownBy(() -> rows(principal, "SELECT id FROM vault.ml.t")).hasMessageContaining("42501");

        run(person, "GRANT SELECT ON TABLE `vault`.`ml`.`t` TO `" + SP + "`");
        assertThat(rows(principal, "SELECT id FROM vault.ml.t")).containsExactly("1");
        assertThat(sandbox.get("", "/sandbox/grants").body())
                .contains("{\"principal\":\"" + SP
                        + "\",\"privilege\":\"SELECT\",\"on\":\"TABLE vault.ml.t\",\"granted\":true}");

        run(person, "REVOKE SELECT ON SCHEMA vault.ml FROM `" + SP + "`");
        assertThat(rows(principal, "SELECT id FROM vault.ml.t")).containsExactly("1");
        assertThatThrownBy(() -> rows(principal, "SELECT id FROM vault.ml.open"))
                .hasMessageContaining("42501");
    }

    @Test
    void insertingTakesNoRightToRead() throws Exception {
        revoke("SELECT on TABLE vault.ml.open");
        run(principal, "INSERT INTO vault.ml.open VALUES (1)");
        assertThat(rows(person, "SELECT id FROM vault.ml.open")).contains("1");
    }

    @Test
    void listsOverRestOnlyWhatMayBeSeen() throws Exception {
        String token = token();
        revoke("SELECT on TABLE vault.ml.t");
        JsonNode browsed = json(token, "tables/vault.ml.t");
        assertThat(browsed.path("browse_only").asBoolean()).isTrue();
        assertThat(browsed.path("columns").size()).isEqualTo(1);

        revoke("BROWSE on TABLE vault.ml.t");
        revoke("MODIFY on TABLE vault.ml.t");
        assertThat(json(token, "tables?catalog_name=vault&schema_name=ml")
                        .path("tables")
                        .findValuesAsText("full_name"))
                .containsExactly("vault.ml.open");
        JsonNode refused = json(token, "tables/vault.ml.t");
        assertThat(refused.path("error_code").asText()).isEqualTo("PERMISSION_DENIED");
        assertThat(refused.path("message").asText()).isEqualTo("User does not have SELECT on Table 'vault.ml.t'.");
        assertThat(sandbox.get(token, "/api/2.1/unity-catalog/tables/vault.ml.t")
                        .statusCode())
                .isEqualTo(403);
        assertThat(rows(principal, "SHOW TABLES IN vault.ml")).containsExactly("ml|open|false");

        revoke("BROWSE on SCHEMA vault.ml");
        revoke("USE SCHEMA on SCHEMA vault.ml");
        assertThat(json(token, "schemas?catalog_name=vault").path("schemas").size())
                .isZero();
        assertThat(json(token, "tables?catalog_name=vault&schema_name=ml")
                        .path("message")
                        .asText())
                .isEqualTo("User does not have USE SCHEMA on Schema 'vault.ml'.");

        revoke("ALL PRIVILEGES on CATALOG vault");
        assertThat(json(token, "catalogs").path("catalogs").findValuesAsText("name"))
                .doesNotContain("vault");
        assertThat(json(Sandbox.TOKEN, "catalogs").path("catalogs").findValuesAsText("name"))
                .contains("vault");
    }

    @Test
    void refusesWhatItDoesNotUnderstandWhole() throws Exception {
        String answer = sandbox.post(
                        "/sandbox/grants",
                        "{\"principal\":\"x\",\"revoke\":[{\"privilege\":\"SELECT\",\"on\":\"TABLE a.b.c\"},"
                                + "{\"privilege\":\"FLY\",\"on\":\"TABLE a.b.c\"}]}")
                .body();
        assertThat(answer).contains("INVALID_PARAMETER_VALUE", "FLY");
        assertThat(sandbox.get("", "/sandbox/grants").body()).doesNotContain("a.b.c");
    }

    private void revoke(String what) throws IOException, InterruptedException {
        String[] parts = what.split(" on ");
        assertThat(sandbox.post(
                                "/sandbox/grants",
                                "{\"principal\":\"" + SP + "\",\"revoke\":[{\"privilege\":\"" + parts[0]
                                        + "\",\"on\":\"" + parts[1] + "\"}]}")
                        .statusCode())
                .isEqualTo(200);
    }

    private String token() throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(sandbox.post(
                                "/oidc/v1/token",
                                "grant_type=client_credentials&client_id=" + SP + "&client_secret="
                                        + Sandbox.CLIENT.secret())
                        .body())
                .path("access_token")
                .asText();
    }

    private JsonNode json(String token, String path) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(sandbox.get(token, "/api/2.1/unity-catalog/" + path).body());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
