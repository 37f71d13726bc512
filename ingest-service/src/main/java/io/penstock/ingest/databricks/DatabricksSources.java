package io.penstock.ingest.databricks;

import com.databricks.client.jdbc.Driver;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.run.SourceFactory;
import io.penstock.schemas.config.ConnectionSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Opens Databricks sources, one JDBC connection each. Thread-safe. */
public final class DatabricksSources implements SourceFactory {
    private final Driver driver = new Driver();
    private final UnaryOperator<String> environment;
    private final Duration statementTimeout;

    /**
     * Makes a factory.
     *
     * @param environment {@code System::getenv} in production
     * @param statementTimeout longest a statement may run on the warehouse
     */
    public DatabricksSources(UnaryOperator<String> environment, Duration statementTimeout) {
        this.environment = environment;
        this.statementTimeout = statementTimeout;
    }

    @Override
    public RecordSource open(ConnectionSpec.Databricks connection, Request request) throws SourceException {
        DatabricksUrl url;
        try {
            url = DatabricksUrl.of(connection, environment);
        } catch (IllegalStateException e) {
            throw new SourceException(Fault.CREDENTIALS, e.getMessage(), e);
        }
        try {
            Connection jdbc = driver.connect(url.url(), url.properties());
            if (jdbc == null) {
                throw new SourceException(Fault.FIX_QUERY, "the driver does not accept " + url);
            }
            return new DatabricksSource(jdbc, request, statementTimeout);
        } catch (SQLException e) {
            throw SqlFailures.classify(e, "connecting to " + connection.host());
        }
    }
}
