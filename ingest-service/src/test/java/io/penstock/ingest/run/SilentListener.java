package io.penstock.ingest.run;

import io.penstock.ingest.core.change.ColumnChange;
import io.penstock.ingest.core.contract.Violation;
import io.penstock.ingest.core.type.Mapped;
import java.time.Duration;

/** Hears everything and does nothing; a test overrides what it asks for. */
class SilentListener implements RunListener {
    @Override
    public void rowsRead(String pipeline, long rows) {}

    @Override
    public void quarantined(String pipeline, Violation.Code code) {}

    @Override
    public void noted(String pipeline, Mapped.Note note) {}

    @Override
    public void schemaChange(String pipeline, ColumnChange.Kind kind) {}

    @Override
    public void rebaselined(String pipeline) {}

    @Override
    public void runEnded(String pipeline, String outcome, Duration took) {}
}
