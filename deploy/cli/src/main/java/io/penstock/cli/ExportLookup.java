package io.penstock.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of an export that others point to, by their key, in memory: some 350 bytes a row, because only the columns asked
 * for are kept, as bytes. Of several rows of a key the newest stays, by {@code seq_num}; without one the last.
 */
final class ExportLookup {
    private static final String ORDER = "seq_num";

    private final String key;
    private final List<String> columns;
    private final Map<String, byte[]> rows = new HashMap<>();

    ExportLookup(String key, List<String> columns) {
        this.key = key;
        this.columns = new ArrayList<>(columns);
        this.columns.add(ORDER);
    }

    /** Takes the row, which must not be used afterwards. */
    void add(ObjectNode row) {
        String id = row.path(key).asText();
        if (id.isEmpty() || find(id).path(ORDER).asLong() > row.path(ORDER).asLong()) {
            return;
        }
        try {
            rows.put(id, Json.wire().writeValueAsBytes(row.retain(columns)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty object if there is none. */
    ObjectNode find(String id) {
        byte[] row = rows.get(id);
        if (row == null) {
            return Json.wire().createObjectNode();
        }
        try {
            return (ObjectNode) Json.wire().readTree(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
