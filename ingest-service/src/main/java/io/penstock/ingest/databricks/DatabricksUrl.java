package io.penstock.ingest.databricks;

import io.penstock.schemas.config.ConnectionSpec;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * How the driver is told where to go. Secrets are in the properties only: {@code url} may be logged, and this record's
 * text form hides the rest.
 *
 * @param properties credentials, resolved at the time of the call
 */
record DatabricksUrl(String url, Properties properties) {
    /** Rows per fetched block; the driver holds three blocks, so this bounds its memory. Its default is 100,000. */
    private static final int ROWS_PER_BLOCK = 10_000;

    private static final String CLIENT_ID = "OAuth2ClientId";

    /**
     * Builds it. Without TLS (the sandbox) the OAuth discovery address is given too, because the driver would ask
     * {@code https} otherwise. Nested types are asked for as such because the text of a MAP, as which the table's
     * history comes, is ambiguous; rows come as text that the engine renders.
     *
     * @throws IllegalStateException if a secret is not there, or no credentials are named; the message names it
     */
    static DatabricksUrl of(
            ConnectionSpec.Databricks connection, UnaryOperator<String> environment, WarehouseSettings settings) {
        StringBuilder url = new StringBuilder("jdbc:databricks://")
                .append(connection.host())
                .append(':')
                .append(connection.port())
                .append(";httpPath=")
                .append(connection.httpPath())
                .append(";UseThriftClient=1;EnableTelemetry=0;TIMEZONE=UTC;EnableComplexDatatypeSupport=1")
                .append(";UserAgentEntry=")
                .append(settings.userAgent())
                .append(";QUERY_TAGS=application:penstock;STATEMENT_TIMEOUT=")
                .append(settings.statementTimeout().toSeconds())
                .append(";RowsFetchedPerBlock=")
                .append(ROWS_PER_BLOCK);
        if (!connection.tls()) {
            url.append(";ssl=0");
        }
        Properties properties = new Properties();
        if (connection.token() != null) {
            url.append(";AuthMech=3");
            properties.setProperty("UID", "token");
            properties.setProperty("PWD", connection.token().resolve(environment));
        } else if (connection.clientId() != null && connection.clientSecret() != null) {
            url.append(";AuthMech=11;Auth_Flow=1");
            if (!connection.tls()) {
                url.append(";OIDCDiscoveryEndpoint=http://")
                        .append(connection.host())
                        .append(':')
                        .append(connection.port())
                        .append("/oidc/.well-known/oauth-authorization-server");
            }
            properties.setProperty(CLIENT_ID, connection.clientId().resolve(environment));
            properties.setProperty("OAuth2Secret", connection.clientSecret().resolve(environment));
        } else {
            throw new IllegalStateException("the connection names neither a token nor a client id and secret");
        }
        return new DatabricksUrl(url.toString(), properties);
    }

    /** Application id of the service principal, which is no secret; empty with a token, which does not tell. */
    Optional<String> grantee() {
        return Optional.ofNullable(properties.getProperty(CLIENT_ID));
    }

    @Override
    public String toString() {
        return url;
    }
}
