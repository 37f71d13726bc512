package io.penstock.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * The team's own table, with all that has to survive a restart. A file here; three tables of a database elsewhere.
 *
 * @param points what the team counts, per profile id
 * @param redirects absorbed profile to the one it went into
 * @param versions newest version seen, per profile id
 */
record PointsTable(Map<String, Long> points, Map<String, String> redirects, Map<String, Long> versions) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The table as it was saved last, or an empty one. */
    static PointsTable open(Path file) throws IOException {
        return Files.exists(file)
                ? JSON.readValue(file.toFile(), PointsTable.class)
                : new PointsTable(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    /** All or nothing, as the commit of a transaction would be. */
    void save(Path file) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        JSON.writeValue(next.toFile(), this);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
