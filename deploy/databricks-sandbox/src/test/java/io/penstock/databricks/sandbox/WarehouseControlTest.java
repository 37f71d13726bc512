package io.penstock.databricks.sandbox;

import static io.penstock.databricks.sandbox.Sandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a warehouse goes through, switched on request. */
@ExtendWith(SandboxExtension.class)
class WarehouseControlTest {
    private final Sandbox sandbox;

    WarehouseControlTest(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @AfterEach
    void allWell() throws IOException, InterruptedException {
        control("{\"state\":\"running\",\"tokens\":\"accept\"}");
    }

    @Test
    void aStatementWaitsInTheDriverWhileTheWarehouseStarts() throws Exception {
        try (Connection connection = sandbox.connect()) {
            control("{\"state\":\"stopped\",\"startsIn\":\"PT1.5S\"}");
            assertThat(rows(connection, "SELECT 1")).containsExactly("1");
            assertThat(control("{}")).contains("RUNNING");
        }
    }

    @Test
    void aStoppedWarehouseFailsAStatementWhoseDriverDoesNotWait() throws Exception {
        control("{\"state\":\"stopped\"}");
        assertThatThrownBy(() -> java.sql.DriverManager.getConnection(
                        sandbox.url() + ";TemporarilyUnavailableRetry=0", "token", Sandbox.TOKEN))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("TEMPORARILY_UNAVAILABLE");
    }

    @Test
    void aStatementOnADroppedSessionFailsAsAtDatabricksAndANewSessionWorks() throws Exception {
        try (Connection connection = sandbox.connect()) {
            assertThat(rows(connection, "SELECT 1")).containsExactly("1");
            control("{\"sessions\":\"drop\"}");
            assertThatThrownBy(() -> rows(connection, "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Invalid SessionHandle");
        }
        try (Connection fresh = sandbox.connect()) {
            assertThat(rows(fresh, "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void rejectsGoodTokensWhileItIsToldTo() throws Exception {
        try (Connection connection = sandbox.connect()) {
            control("{\"tokens\":\"reject\"}");
            assertThatThrownBy(() -> rows(connection, "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("401");
            assertThat(sandbox.get(Sandbox.TOKEN, "/api/2.1/unity-catalog/catalogs")
                            .body())
                    .contains("Invalid access token.");
            control("{\"tokens\":\"accept\"}");
            assertThat(rows(connection, "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void expiresTheTokensOfServicePrincipalsButNotThePersonalOne() throws Exception {
        try (Connection principal = sandbox.connectAsPrincipal();
                Connection person = sandbox.connect()) {
            assertThat(rows(principal, "SELECT 1")).containsExactly("1");
            control("{\"tokens\":\"expire\"}");
            assertThatThrownBy(() -> rows(principal, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(rows(person, "SELECT 1")).containsExactly("1");
        }
        try (Connection again = sandbox.connectAsPrincipal()) {
            assertThat(rows(again, "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void saysWhatItDoesNotUnderstand() throws Exception {
        assertThat(control("{\"state\":\"dancing\"}")).contains("INVALID_PARAMETER_VALUE");
        assertThat(control("nonsense")).contains("MALFORMED_REQUEST");
    }

    private String control(String json) throws IOException, InterruptedException {
        return sandbox.post("/sandbox/warehouse", json).body();
    }
}
