package io.penstock.ingest.run;

import io.penstock.ingest.core.read.Commit;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.core.read.SourceSchema;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the columns of a table version are in the rows of its change feed. The engine may already spell them as the
 * newest version does, so a column is looked for under both names; where the two cannot be told apart, the feed is not
 * used.
 *
 * @param then the columns at the last version of the range
 * @param newest the columns at the table's newest version
 * @param since the commits between the two
 * @param feed the columns of the feed's rows
 */
record FeedColumns(SourceSchema then, SourceSchema newest, History since, SourceSchema feed) {
    /** Contract column (or any other name) to its column in the feed. */
    Map<String, String> bind(Map<String, String> bindings) throws SourceException {
        Map<String, String> found = new LinkedHashMap<>();
        for (var binding : bindings.entrySet()) {
            found.put(binding.getKey(), find(binding.getValue()));
        }
        return found;
    }

    private String find(String column) throws SourceException {
        Set<String> names = feed.columns().keySet();
        Optional<String> same = SourceNames.lookUp(column, names);
        Optional<String> later = later(column).flatMap(name -> SourceNames.lookUp(name, names));
        if (same.isPresent() && (same.equals(later) || isOurs(column, later))) {
            return same.get();
        }
        if (later.isPresent() && (same.isEmpty() || !speaks(then))) {
            return later.get();
        }
        throw new SourceException(
                Fault.REBASELINE, "the change feed does not tell which of its columns " + column + " is");
    }

    /** The name was not taken over by another column, or the feed certainly has the names of its own time. */
    private boolean isOurs(String column, Optional<String> later) {
        boolean taken = SourceNames.lookUp(column, newest.columns().keySet()).isPresent();
        return (later.isEmpty() && !taken) || (speaks(then) && !speaks(newest));
    }

    /** Whether the feed's columns are named as those of a version are. */
    private boolean speaks(SourceSchema version) {
        return folded(version).equals(folded(feed));
    }

    /** The column's name at the newest version; empty if it is gone. */
    private Optional<String> later(String column) {
        SourceColumn known = then.columns().get(column);
        if (known != null && known.id() != null) {
            return newest.columns().values().stream()
                    .filter(other -> known.id().equals(other.id()))
                    .map(SourceColumn::name)
                    .findFirst();
        }
        String name = column;
        for (Commit commit : since.commits()) {
            if (name.equalsIgnoreCase(commit.parameters().get("oldColumnPath"))) {
                name = commit.parameters().get("newColumnPath");
            }
        }
        return SourceNames.lookUp(name, newest.columns().keySet());
    }

    private static Set<String> folded(SourceSchema schema) {
        return schema.columns().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
