package io.penstock.ingest.run;

import io.penstock.ingest.core.change.ColumnChange;
import io.penstock.ingest.core.contract.Violation;
import io.penstock.ingest.core.type.Mapped;
import java.time.Duration;

/** Hears what runs do, for metrics. Called on the pipelines' threads; must be quick and must not throw. */
public interface RunListener {
    /** Rows read, whatever became of them. */
    void rowsRead(String pipeline, long rows);

    /** A row was quarantined. */
    void quarantined(String pipeline, Violation.Code code);

    /** A value had to be told differently. */
    void noted(String pipeline, Mapped.Note note);

    /** A schema change was noticed. */
    void schemaChange(String pipeline, ColumnChange.Kind kind);

    /** Everything is read again because it could not be told any more what changed. */
    void rebaselined(String pipeline);

    /**
     * A run ended: {@code unchanged}, {@code completed}, {@code paused}, {@code quarantined} or the code of a failure.
     */
    void runEnded(String pipeline, String outcome, Duration took);
}
