package io.penstock.databricks.sandbox;

import static io.penstock.databricks.sandbox.Sandbox.rows;
import static io.penstock.databricks.sandbox.Sandbox.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same tables seen through Unity Catalog's REST interface and through the driver's metadata calls. */
@ExtendWith(SandboxExtension.class)
class BrowsingTest {
    private final Sandbox sandbox;
    private Connection connection;

    BrowsingTest(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void makeTables() throws SQLException {
        connection = sandbox.connect();
        sandbox.emptySchema(connection, "browse", "shop");
        run(
                connection,
                "CREATE TABLE browse.shop.orders (id BIGINT NOT NULL COMMENT 'the key', total DECIMAL(10,2),"
                        + " lines ARRAY<STRUCT<sku: STRING>>, day DATE) PARTITIONED BY (day) COMMENT 'all orders'"
                        + " TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')",
                "CREATE TABLE browse.shop.people (id INT)",
                "CREATE TABLE browse.shop.returns (id INT)");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void describesATableInUnityCatalogsWords() throws IOException, InterruptedException {
        JsonNode table = get("tables/browse.shop.orders");

        assertThat(table.get("full_name").asText()).isEqualTo("browse.shop.orders");
        assertThat(table.get("data_source_format").asText()).isEqualTo("DELTA");
        assertThat(table.get("comment").asText()).isEqualTo("all orders");
        assertThat(table.get("table_id").asText()).hasSize(36);
        assertThat(table.get("storage_location").asText()).endsWith("/browse/shop/orders");
        assertThat(table.get("properties").get("delta.enableChangeDataFeed").asText())
                .isEqualTo("true");
        JsonNode id = table.get("columns").get(0);
        assertThat(id.get("name").asText()).isEqualTo("id");
        assertThat(id.get("type_text").asText()).isEqualTo("bigint");
        assertThat(id.get("type_name").asText()).isEqualTo("LONG");
        assertThat(id.get("nullable").asBoolean()).isFalse();
        assertThat(id.get("comment").asText()).isEqualTo("the key");
        assertThat(id.get("position").asInt()).isZero();
        JsonNode lines = table.get("columns").get(2);
        assertThat(lines.get("type_text").asText()).isEqualTo("array<struct<sku:string>>");
        JsonNode type = new ObjectMapper().readTree(lines.get("type_json").asText());
        assertThat(type.get("name").asText()).isEqualTo("lines");
        assertThat(type.get("type")
                        .get("elementType")
                        .get("fields")
                        .get(0)
                        .get("name")
                        .asText())
                .isEqualTo("sku");
        assertThat(table.get("columns").get(3).get("partition_index").asInt()).isZero();
    }

    @Test
    void listsInPages() throws IOException, InterruptedException {
        JsonNode first = get("tables?catalog_name=browse&schema_name=shop&max_results=2");
        assertThat(first.get("tables").findValuesAsText("full_name"))
                .containsExactly("browse.shop.orders", "browse.shop.people");
        JsonNode second = get("tables?catalog_name=browse&schema_name=shop&max_results=2&page_token="
                + first.get("next_page_token").asText());
        assertThat(second.get("tables").findValuesAsText("full_name")).containsExactly("browse.shop.returns");
        assertThat(second.has("next_page_token")).isFalse();
        assertThat(get("catalogs?max_results=0").get("catalogs").findValuesAsText("name"))
                .contains("browse");
        assertThat(get("schemas?catalog_name=browse").get("schemas").findValuesAsText("full_name"))
                .containsExactly("browse.shop");
        assertThat(get("schemas/browse.shop").get("catalog_name").asText()).isEqualTo("browse");
    }

    @Test
    void saysWhatIsNotThere() throws IOException, InterruptedException {
        said("tables/browse.shop.nothing", "TABLE_DOES_NOT_EXIST", "Table 'browse.shop.nothing' does not exist.");
        said("tables/browse.nowhere.t", "SCHEMA_DOES_NOT_EXIST", "Schema 'browse.nowhere' does not exist.");
        said("catalogs/nothing", "CATALOG_DOES_NOT_EXIST", "Catalog 'nothing' does not exist.");
        said("schemas?catalog_name=nothing", "CATALOG_DOES_NOT_EXIST", "Catalog 'nothing' does not exist.");
        said("tables?catalog_name=browse", "INVALID_PARAMETER_VALUE", "Missing required parameter: schema_name");
        said("tables/two.parts", "INVALID_PARAMETER_VALUE", "'two.parts' is not a full name of 3 parts.");
        assertThat(sandbox.get("wrong", "/api/2.1/unity-catalog/catalogs").statusCode())
                .isEqualTo(401);
    }

    private void said(String path, String code, String message) throws IOException, InterruptedException {
        JsonNode answer = get(path);
        assertThat(answer.path("error_code").asText()).as(path).isEqualTo(code);
        assertThat(answer.path("message").asText()).as(path).isEqualTo(message);
    }

    @Test
    void givesEveryColumnsTypeAsSparkWritesItWithItsMetadata() throws Exception {
        run(
                connection,
                "SET spark.databricks.delta.schema.typeCheck.enabled = false", // intervals are for legacy tables
                "CREATE TABLE browse.shop.types (v VARIANT, ym INTERVAL YEAR TO MONTH, ds INTERVAL DAY TO SECOND,"
                        + " c VARCHAR(7), n TIMESTAMP_NTZ, m MAP<INT, STRUCT<`a b`: DECIMAL(5,2) COMMENT 'inside'>>)"
                        + " TBLPROPERTIES ('delta.columnMapping.mode' = 'name')");

        JsonNode columns = get("tables/browse.shop.types").get("columns");
        assertThat(columns.findValuesAsText("type_text"))
                .containsExactly(
                        "variant",
                        "interval year to month",
                        "interval day to second",
                        "varchar(7)",
                        "timestamp_ntz",
                        "map<int,struct<a b:decimal(5,2)>>");
        assertThat(columns.findValuesAsText("type_name"))
                .containsExactly("VARIANT", "INTERVAL", "INTERVAL", "STRING", "TIMESTAMP_NTZ", "MAP");
        JsonNode field =
                new ObjectMapper().readTree(columns.get(5).get("type_json").asText());
        assertThat(field.get("metadata").get("delta.columnMapping.id").asInt()).isEqualTo(6);
        assertThat(field.get("metadata").get("delta.columnMapping.physicalName").asText())
                .startsWith("col-");
        JsonNode inside = field.get("type").get("valueType").get("fields").get(0);
        assertThat(inside.get("metadata").get("comment").asText()).isEqualTo("inside");
        assertThat(inside.get("metadata").get("delta.columnMapping.id").asInt()).isEqualTo(7);
    }

    @Test
    void answersTheDriversMetadataCalls() throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        try (ResultSet catalogs = metadata.getCatalogs()) {
            assertThat(rows(catalogs)).contains("browse").doesNotContain("spark_catalog");
        }
        try (ResultSet schemas = metadata.getSchemas("browse", "sh%")) {
            assertThat(rows(schemas)).containsExactly("shop|browse");
        }
        try (ResultSet tables = metadata.getTables("browse", "shop", "%e%", null)) {
            assertThat(rows(tables))
                    .extracting(row -> row.split("\\|")[2] + " " + row.split("\\|")[3])
                    .containsExactly("orders TABLE", "people TABLE", "returns TABLE");
        }
        try (ResultSet columns = metadata.getColumns("browse", "shop", "orders", null)) {
            assertThat(columns.next()).isTrue();
            assertThat(columns.getString("COLUMN_NAME")).isEqualTo("id");
            assertThat(columns.getInt("DATA_TYPE")).isEqualTo(java.sql.Types.BIGINT);
            assertThat(columns.getString("IS_NULLABLE")).isEqualTo("NO");
            assertThat(columns.next()).isTrue();
            assertThat(columns.getString("TYPE_NAME")).isEqualTo("DECIMAL");
            assertThat(columns.getInt("COLUMN_SIZE")).isEqualTo(10);
            assertThat(columns.getInt("DECIMAL_DIGITS")).isEqualTo(2);
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(sandbox.get(Sandbox.TOKEN, "/api/2.1/unity-catalog/" + path)
                        .body());
    }
}
