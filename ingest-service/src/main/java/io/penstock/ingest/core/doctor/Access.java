package io.penstock.ingest.core.doctor;

import io.penstock.ingest.core.catalog.WarehouseSession;
import io.penstock.ingest.core.read.SourceException;
import java.util.List;
import java.util.Optional;

/** One connection, tried step by step. One thread. */
public interface Access {
    /** Looks the secrets up. @return where they come from, for a person */
    String secrets() throws SourceException;

    /** Application id of the service principal; empty for a personal token, or if it cannot be read. */
    Optional<String> principal();

    /** Has the workspace accept the credentials. @return what it said, for a person */
    String signIn() throws SourceException;

    /** Names of the catalogs that can be seen. */
    List<String> catalogs() throws SourceException;

    /** Connects; the caller closes. */
    WarehouseSession warehouse() throws SourceException;
}
