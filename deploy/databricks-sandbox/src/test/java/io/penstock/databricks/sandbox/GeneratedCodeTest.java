package io.penstock.databricks.sandbox;

import static io.penstock.databricks.sandbox.Sandbox.rows;
import static io.penstock.databricks.sandbox.Sandbox.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Code is made for the statements of those sessions only that have named a large table. */
@ExtendWith(SandboxExtension.class)
class GeneratedCodeTest {
    private static final String MAKES = "SET spark.sql.codegen.wholeStage";

    private final Sandbox sandbox;

    GeneratedCodeTest(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void isMadeFromTheFirstLargeTableOn() throws SQLException {
        try (Connection connection = sandbox.connect();
                Connection other = sandbox.connect()) {
            sandbox.emptySchema(connection, "lake", "code");
            run(
                    connection,
                    "CREATE TABLE lake.code.small AS SELECT 1 AS a",
                    "CREATE TABLE lake.code.large AS SELECT id, rand(7) AS a FROM range(150000)");
            assertThat(rows(connection, "SELECT a FROM lake.code.small")).containsExactly("1");
            assertThat(rows(connection, MAKES)).containsExactly("spark.sql.codegen.wholeStage|false");

            assertThat(rows(connection, "SELECT count(*) FROM lake.code.large WHERE a < 1"))
                    .containsExactly("150000");
            assertThat(rows(connection, MAKES)).containsExactly("spark.sql.codegen.wholeStage|true");
            assertThat(rows(other, MAKES)).containsExactly("spark.sql.codegen.wholeStage|false");
        }
    }
}
