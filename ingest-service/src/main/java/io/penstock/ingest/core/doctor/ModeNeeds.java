package io.penstock.ingest.core.doctor;

import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.catalog.WarehouseSession;
import io.penstock.ingest.core.doctor.Doctor.Result;
import io.penstock.ingest.core.doctor.Finding.State;
import io.penstock.ingest.core.doctor.Patient.Pipeline;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkType.Kind;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What each mode of change detection needs of its source. */
final class ModeNeeds {
    private ModeNeeds() {}

    static Result check(Pipeline pipeline, SequencedMap<String, String> columns, WarehouseSession warehouse)
            throws SourceException {
        return switch (pipeline.mode()) {
            case ROW_VERSION -> property(pipeline, warehouse, "row-version", "delta.enableRowTracking");
            case CHANGE_FEED -> property(pipeline, warehouse, "change-feed", "delta.enableChangeDataFeed");
            case WATERMARK -> watermark(pipeline.watermark(), columns);
            case SNAPSHOT -> Doctor.ok("snapshot needs nothing of the table");
        };
    }

    private static Result property(Pipeline pipeline, WarehouseSession warehouse, String mode, String property)
            throws SourceException {
        String table = pipeline.source().table();
        if (table == null) {
            return new Result(
                    State.FAILED,
                    mode + " needs a table, and the pipeline reads a query",
                    "name the table under source.table, or use by: watermark or by: snapshot");
        }
        boolean on = warehouse.properties(table).entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(property))
                .map(Map.Entry::getValue)
                .anyMatch("true"::equalsIgnoreCase);
        return on
                ? Doctor.ok(property + " is on")
                : new Result(
                        State.FAILED,
                        mode + " needs " + property + " = true, which is not set",
                        "ALTER TABLE " + TableName.parse(table).quoted() + " SET TBLPROPERTIES ('" + property
                                + "' = 'true');");
    }

    private static Result watermark(String column, SequencedMap<String, String> columns) {
        List<String> usable = columns.entrySet().stream()
                .filter(each -> rises(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        String remedy = usable.isEmpty()
                ? "no column is a date or timestamp: use by: row-version, change-feed or snapshot"
                : "name one of these under change.column: " + String.join(", ", usable);
        if (column == null) {
            return new Result(State.FAILED, "watermark names no column", remedy);
        }
        Optional<String> type = columns.entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(column))
                .map(Map.Entry::getValue)
                .findFirst();
        if (type.isEmpty()) {
            return new Result(State.FAILED, "the watermark's column " + column + " is not there", remedy);
        }
        return rises(type.get())
                ? Doctor.ok("watermark " + column + " is a " + type.get())
                : new Result(
                        State.FAILED,
                        "the watermark's column " + column + " is a " + type.get()
                                + "; expected date, timestamp or timestamp_ntz",
                        remedy);
    }

    private static boolean rises(String text) {
        SparkType type = SparkTypeParser.parse(text);
        return type.is(Kind.DATE) || type.is(Kind.TIMESTAMP) || type.is(Kind.TIMESTAMP_NTZ);
    }
}
