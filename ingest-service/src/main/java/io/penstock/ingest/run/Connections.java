package io.penstock.ingest.run;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import java.io.IOException;

/** Finds the connection that a pipeline reads from. */
final class Connections {
    private Connections() {}

    /**
     * The Databricks connection of that name that is in force.
     *
     * @throws SourceException if there is none, or it is of another kind
     */
    static ConnectionSpec.Databricks databricks(ConfigLookup configs, String wanted) throws SourceException {
        ConfigV1 config = configs.connection(wanted)
                .orElseThrow(() -> new SourceException(Fault.FIX_QUERY, "connection " + wanted + " is not known"));
        try {
            ConnectionSpec spec = Json.config().treeToValue(config.spec(), ConnectionSpec.class);
            if (spec.databricks() == null) {
                throw new SourceException(Fault.FIX_QUERY, "connection " + wanted + " is not a databricks connection");
            }
            return spec.databricks();
        } catch (IOException e) {
            throw new SourceException(Fault.FIX_QUERY, "connection " + wanted + " cannot be understood", e);
        }
    }
}
