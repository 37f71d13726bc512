package io.penstock.identity.streams;

import io.penstock.schemas.ConfigV1;
import java.util.Optional;

/** Where the log writer finds the rules to announce. Asked once per record, so it must not block. Thread-safe. */
@FunctionalInterface
public interface IdentityConfigs {
    /** The newest {@code kind: Identity} of a workspace, if there is one. */
    Optional<ConfigV1> latest(String workspace);
}
