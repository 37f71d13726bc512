package io.penstock.local.read;

import java.nio.file.Path;

/**
 * A Delta table on disk.
 *
 * @param shown its path below the folder that was searched, with slashes; the folder's own name if that is the table
 * @param folder where it lies
 * @param pipeline name of its pipeline, and of its copy: letters, digits and hyphens
 */
public record FoundTable(String shown, Path folder, String pipeline) {
    /** Catalog and schema under which copies are served. */
    static final String CATALOG = "golden";

    static final String SCHEMA = "tables";

    /** The copy as SQL names it. */
    String sqlName() {
        return CATALOG + "." + SCHEMA + ".`" + pipeline + "`";
    }

    /** The copy as a pipeline names it. */
    String tableName() {
        return CATALOG + "." + SCHEMA + "." + pipeline;
    }

    /** Whether a person means this table: its path, with slashes or dots, or its last name. */
    boolean isNamed(String name) {
        return shown.equals(name)
                || shown.replace('/', '.').equals(name)
                || shown.substring(shown.lastIndexOf('/') + 1).equals(name);
    }
}
