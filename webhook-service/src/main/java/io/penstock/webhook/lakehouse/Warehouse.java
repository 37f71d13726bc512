package io.penstock.webhook.lakehouse;

import com.databricks.client.jdbc.Driver;
import io.penstock.schemas.config.ConnectionSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.UnaryOperator;

/** Opens connections to a SQL warehouse. Secrets go into properties, never into the address. */
final class Warehouse {
    private Warehouse() {}

    static Connection open(ConnectionSpec.Databricks spec, UnaryOperator<String> environment) throws SQLException {
        Connection connection = new Driver().connect(url(spec), credentials(spec, environment));
        if (connection == null) {
            throw new SQLException("the driver does not take its own address", "08001");
        }
        return connection;
    }

    static String url(ConnectionSpec.Databricks spec) {
        return "jdbc:databricks://" + spec.host() + ":" + spec.port() + ";httpPath=" + spec.httpPath()
                + ";ssl=" + (spec.tls() ? 1 : 0)
                // The wire is named so that the driver does not ask a server elsewhere which one to use.
                + ";UseThriftClient=1;EnableTelemetry=0;TIMEZONE=UTC;UserAgentEntry=penstock/0.1.0";
    }

    private static Properties credentials(ConnectionSpec.Databricks spec, UnaryOperator<String> environment) {
        Properties properties = new Properties();
        if (spec.token() != null) {
            properties.setProperty("AuthMech", "3");
            properties.setProperty("UID", "token");
            properties.setProperty("PWD", spec.token().resolve(environment));
            return properties;
        }
        properties.setProperty("AuthMech", "11");
        properties.setProperty("Auth_Flow", "1");
        properties.setProperty("OAuth2ClientId", spec.clientId().resolve(environment));
        properties.setProperty("OAuth2Secret", spec.clientSecret().resolve(environment));
        if (!spec.tls()) {
            // The driver would ask https on port 443 whatever the address says.
            properties.setProperty(
                    "OIDCDiscoveryEndpoint",
                    "http://" + spec.host() + ":" + spec.port() + "/oidc/.well-known/oauth-authorization-server");
        }
        return properties;
    }
}
