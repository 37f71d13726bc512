package io.penstock.ingest.kafka;

import io.penstock.schemas.SchemaChangeV1;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The newest schema changes of every pipeline, each once. Thread-safe. */
final class KnownChanges {
    private static final int MOST_PER_PIPELINE = 1_000;

    private final Map<String, Map<Identity, SchemaChangeV1>> changes = new TreeMap<>();

    /** What makes two announcements one change: a restart announces again what it finds again. */
    private record Identity(
            String table,
            SchemaChangeV1.Change change,
            String column,
            String before,
            String after,
            long tableVersion,
            long configVersion) {
        static Identity of(SchemaChangeV1 change) {
            return new Identity(
                    change.table(),
                    change.change(),
                    change.column(),
                    change.before(),
                    change.after(),
                    change.tableVersion(),
                    change.configVersion());
        }
    }

    /** Keeps the first announcement of a change; beyond a thousand of a pipeline the oldest goes. */
    synchronized void add(SchemaChangeV1 change) {
        Map<Identity, SchemaChangeV1> known = changes.computeIfAbsent(change.pipeline(), each -> new LinkedHashMap<>());
        known.putIfAbsent(Identity.of(change), change);
        if (known.size() > MOST_PER_PIPELINE) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** By pipeline, of each pipeline oldest first. */
    synchronized List<SchemaChangeV1> all() {
        List<SchemaChangeV1> all = new ArrayList<>();
        changes.values().forEach(each -> all.addAll(each.values()));
        return all;
    }
}
