package io.penstock.ingest.app;

import io.penstock.ingest.core.catalog.CatalogBrowser.Entry;
import io.penstock.ingest.core.catalog.WarehouseSession;
import io.penstock.ingest.core.doctor.Access;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.databricks.DatabricksSession;
import io.penstock.ingest.databricks.WarehouseSettings;
import io.penstock.ingest.unity.UnityCatalog;
import io.penstock.schemas.config.ConnectionSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A connection for the doctor: REST for what starts no warehouse, the driver for the rest. */
record ConnectionAccess(
        ConnectionSpec.Databricks connection,
        UnityCatalog catalog,
        UnaryOperator<String> environment,
        WarehouseSettings warehouses)
        implements Access {
    @Override
    public String secrets() throws SourceException {
        return catalog.secrets();
    }

    @Override
    public Optional<String> principal() {
        return catalog.application();
    }

    @Override
    public String signIn() throws SourceException {
        return catalog.signIn();
    }

    @Override
    public List<String> catalogs() throws SourceException {
        return catalog.catalogs().stream().map(Entry::name).toList();
    }

    @Override
    public WarehouseSession warehouse() throws SourceException {
        return DatabricksSession.open(connection, environment, warehouses);
    }
}
