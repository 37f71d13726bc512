package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.RecordSource.RowSink;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.core.read.SourceRow;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the rows of a range and hands them over one at a time. One thread. */
final class RowReader {
    private static final String ROW_TRACKING = "delta.enableRowTracking";

    private final Warehouse warehouse;
    private final Origin origin;
    private final TableHistory history;
    private final VersionComparison versions;

    RowReader(Warehouse warehouse, Origin origin, TableHistory history, VersionComparison versions) {
        this.warehouse = warehouse;
        this.origin = origin;
        this.history = history;
        this.versions = versions;
    }

    void read(ReadRange range, RowSink sink) throws SourceException {
        try {
            switch (range) {
                case ReadRange.Whole whole -> stream(RowSql.whole(origin, whole), sink, RowReader::plain);
                case ReadRange.ByRowVersion rows -> byRowVersion(rows, sink);
                case ReadRange.ByWatermark rows -> stream(RowSql.byWatermark(origin, rows), sink, RowReader::plain);
                case ReadRange.Changes changes -> stream(RowSql.changes(origin, changes), sink, RowReader::change);
                case ReadRange.Gone gone ->
                    stream(
                            VersionSql.gone(origin, gone, versions.key(gone)),
                            sink,
                            (row, columns) -> new SourceRow(row.getString(columns.json(row)), -1, null, true));
            }
        } catch (SourceException e) {
            throw isOfThePast(range) ? e : Rebaselining.pointless(e);
        }
    }

    private void byRowVersion(ReadRange.ByRowVersion rows, RowSink sink) throws SourceException {
        CommitTimes times = history.times(rows.after(), rows.head());
        try {
            stream(RowSql.byRowVersion(origin, rows), sink, (row, columns) -> {
                long version = row.getLong(columns.commit(row));
                boolean known = !row.wasNull();
                return new SourceRow(
                        row.getString(columns.json(row)),
                        known ? version : -1,
                        known ? times.at(version) : null,
                        false);
            });
        } catch (SourceException e) {
            if (e.fault() == Fault.FIX_QUERY && e.getMessage().contains(RowSql.ROW_VERSION)) {
                throw untracked(e);
            }
            throw e;
        }
    }

    private SourceException untracked(SourceException e) {
        return new SourceException(
                Fault.UNSUPPORTED,
                "change.by row-version needs " + ROW_TRACKING + "=true on " + origin.table()
                        + "; set it, or use watermark or snapshot",
                "ALTER TABLE " + SqlNames.table(origin.table()) + " SET TBLPROPERTIES ('" + ROW_TRACKING
                        + "' = 'true')",
                e);
    }

    private void stream(String sql, RowSink sink, OneRow row) throws SourceException {
        Columns columns = new Columns();
        warehouse.stream(sql, "reading " + origin.describe(), result -> sink.accept(row.of(result, columns)));
    }

    private static SourceRow plain(ResultSet row, Columns columns) throws SQLException {
        return new SourceRow(row.getString(columns.json(row)), -1, null, false);
    }

    private static SourceRow change(ResultSet row, Columns columns) throws SQLException {
        return new SourceRow(
                row.getString(columns.json(row)),
                row.getLong(columns.commit(row)),
                SqlTimes.instant(row.getLong(RowSql.MICROS)),
                row.getBoolean(RowSql.DELETED));
    }

    /** Whether reading the head instead could help. */
    private boolean isOfThePast(ReadRange range) {
        return switch (range) {
            case ReadRange.Changes _, ReadRange.Gone _ -> true;
            case ReadRange.Whole _, ReadRange.ByRowVersion _, ReadRange.ByWatermark _ ->
                range.head().isPinned() && range.head().version() < history.newest();
        };
    }

    /** Where the columns stand, looked up once: the driver takes longer to find a name than to read a number. */
    private static final class Columns {
        private int json;
        private int commit;

        int json(ResultSet row) throws SQLException {
            json = json > 0 ? json : row.findColumn(RowSql.JSON);
            return json;
        }

        int commit(ResultSet row) throws SQLException {
            commit = commit > 0 ? commit : row.findColumn(RowSql.COMMIT);
            return commit;
        }
    }

    @FunctionalInterface
    private interface OneRow {
        SourceRow of(ResultSet row, Columns columns) throws SQLException;
    }
}
