package io.penstock.control.core;

import java.util.List;
import java.util.Optional;

/** The JSON Schemas of a project's files. */
public interface SchemaCatalog {
    /** Names that {@link #text} knows: {@code project-v1}, {@code connection-v1}, … */
    List<String> names();

    /**
     * Text of a schema.
     *
     * @param name with or without {@code .json}
     */
    Optional<String> text(String name);
}
