package io.penstock.ingest.run;

import io.penstock.ingest.core.change.ColumnChange.Kind;
import io.penstock.ingest.core.change.SchemaGate.Noted;
import io.penstock.ingest.core.change.SchemaGate.Verdict;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.schemas.CheckpointV1;
import java.util.Map;
import java.util.Objects;

/**
 * Decides whether rows that were read have to be read once more, because what is read of them became another.
 *
 * @param last the checkpoint of the last run
 * @param change what the configuration in force means for it
 */
record Rereading(PipelinePlan plan, CheckpointV1 last, ConfigChange change) {
    /** Whether rows that were read have to be read once more, though the source did not touch them. */
    boolean isDue(SourceSchema schema, Verdict verdict) {
        boolean otherColumns =
                !schema.typeTexts().equals(last.columns()) || !verdict.changes().isEmpty();
        return change.reshaped()
                || (last.quarantinedRows() > 0 && (otherColumns || change.repoliced()))
                || isRebound(schema, verdict);
    }

    /** Whether a column that is read is another one than before: its values came without any row being written. */
    private boolean isRebound(SourceSchema schema, Verdict verdict) {
        if (plan.contract().passesEverything()) {
            return verdict.changes().stream()
                    .map(noted -> noted.change().kind())
                    .anyMatch(kind -> kind == Kind.RENAMED || kind == Kind.REMOVED);
        }
        Map<String, String> then = last.bindings() == null ? Map.of() : last.bindings();
        Map<String, String> ids = last.columnIds() == null ? Map.of() : last.columnIds();
        return verdict.bindings().entrySet().stream().anyMatch(binding -> {
                    String before = then.get(binding.getKey());
                    if (before == null) {
                        return last.bindings() != null;
                    }
                    SourceColumn column = schema.columns().get(binding.getValue());
                    String id = ids.get(before);
                    return id != null && column != null && column.id() != null && !id.equals(column.id());
                })
                || verdict.changes().stream()
                        .map(Noted::change)
                        .anyMatch(change -> change.kind() == Kind.ADDED
                                && change.contractColumn() != null
                                && Objects.equals(verdict.bindings().get(change.contractColumn()), change.column()));
    }
}
