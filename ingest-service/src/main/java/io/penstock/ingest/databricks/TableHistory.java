package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.Commit;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code DESCRIBE HISTORY} says of one table. It lists the newest commits first and takes no condition but a
 * number of rows, so a range is asked for as the newest so many. Remembers the longest answer of a run. One thread.
 */
final class TableHistory {
    /** Commits asked for beyond the range: others may have been made since the head was asked for. */
    private static final int SPARE = 8;
    /** Commits asked for with the head: a pipeline that keeps up needs no second statement. */
    private static final int USUAL = 8;

    private final Warehouse warehouse;
    private final String table;
    private List<Commit> known = List.of();
    private boolean knowsAll;
    private long newest = -1;

    TableHistory(Warehouse warehouse, String table) {
        this.warehouse = warehouse;
        this.table = table;
    }

    Head head() throws SourceException {
        known = ask(TableSql.history(table, USUAL), "asking for the version of " + table);
        knowsAll = known.size() < USUAL;
        if (known.isEmpty()) {
            throw new SourceException(Fault.UNSUPPORTED, table + " has no history: not a Delta table?");
        }
        newest = known.getFirst().version();
        return new Head(newest, known.getFirst().at());
    }

    /** The newest version this object was told of, or -1. */
    long newest() {
        return newest;
    }

    /** The commits after a version, up to the head, rising. */
    History between(long after, Head head) throws SourceException {
        long wanted = head.version() - after;
        if (wanted <= 0) {
            return new History(List.of(), true);
        }
        learn(after, wanted);
        List<Commit> commits = new ArrayList<>(known.stream()
                .filter(commit -> commit.version() > after && commit.version() <= head.version())
                .toList());
        return new History(commits.reversed(), commits.size() == wanted);
    }

    /** When the commits after a version were made. */
    CommitTimes times(long after, Head head) throws SourceException {
        return new CommitTimes(between(after, head).commits());
    }

    private void learn(long after, long wanted) throws SourceException {
        long limit = wanted + SPARE;
        while (!knowsAll && !reaches(after)) {
            long rows = limit;
            known = ask(
                    after < 0 ? TableSql.history(table) : TableSql.history(table, rows),
                    "reading the history of " + table);
            knowsAll = after < 0 || known.size() < rows;
            limit = known.isEmpty() ? limit : known.getFirst().version() - after + SPARE;
        }
    }

    private List<Commit> ask(String sql, String doing) throws SourceException {
        return warehouse.ask(sql, doing, TableHistory::commits);
    }

    private boolean reaches(long after) {
        return !known.isEmpty() && known.getLast().version() <= after + 1;
    }

    private static List<Commit> commits(ResultSet rows) throws SQLException {
        List<Commit> commits = new ArrayList<>();
        while (rows.next()) {
            commits.add(CommitRows.commit(rows));
        }
        return commits;
    }
}
