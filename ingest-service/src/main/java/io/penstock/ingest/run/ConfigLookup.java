package io.penstock.ingest.run;

import io.penstock.schemas.ConfigV1;
import java.util.Optional;

/** Configuration as the runs need it. Safe from any thread; never blocks for long. */
public interface ConfigLookup {
    /** The pipeline's version in force; empty once it was deleted. */
    Optional<ConfigV1> pipeline(String name);

    /** One particular version, if it is still known. */
    Optional<ConfigV1> pipeline(String name, long version);

    /** The connection in force. */
    Optional<ConfigV1> connection(String name);
}
