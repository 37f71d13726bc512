package io.penstock.ingest.rows;

import io.penstock.ingest.core.contract.Violation;
import io.penstock.ingest.core.type.Mapped.Note;
import io.penstock.schemas.IdentifierV1;
import java.time.Instant;
import java.util.List;

/** What became of one source row. */
public sealed interface ShapedRow {
    /** Value of the watermark column, or null in other modes and where the row has none. */
    Instant watermark();

    /**
     * A row that keeps the contract.
     *
     * @param row contract columns only; a column the source lacks is absent, a null is null
     * @param notes values that had to be told differently
     */
    record Kept(
            String rowKey,
            RawRow row,
            String hash,
            List<IdentifierV1> identifiers,
            Instant watermark,
            List<ColumnNote> notes)
            implements ShapedRow {}

    /**
     * A row that does not.
     *
     * @param rowKey its key, or null if it has none
     */
    record Quarantined(String rowKey, Violation violation, Instant watermark) implements ShapedRow {}

    /** A row that is no more. */
    record Gone(String rowKey, List<IdentifierV1> identifiers) implements ShapedRow {
        @Override
        public Instant watermark() {
            return null;
        }
    }

    /** A note on one column. */
    record ColumnNote(String column, Note note) {}
}
