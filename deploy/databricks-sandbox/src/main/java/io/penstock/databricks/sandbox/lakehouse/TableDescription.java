package io.penstock.databricks.sandbox.lakehouse;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * A Delta table as its log describes it now.
 *
 * @param id the id in the log; stays when the table is renamed, changes when it is replaced
 * @param location address of the folder
 * @param createdAt when the table was made
 * @param updatedAt time of the last commit
 * @param properties those set on the table, and what Delta derives, such as its protocol versions
 */
public record TableDescription(
        String catalog,
        String schema,
        String name,
        String id,
        Optional<String> comment,
        StructType columns,
        List<String> partitionColumns,
        String location,
        Instant createdAt,
        Instant updatedAt,
        Map<String, String> properties) {

    /** What can be said of a table whose log cannot be read: its name and where it lies. */
    static TableDescription unreadable(String catalog, String schema, String name, String location) {
        return new TableDescription(
                catalog,
                schema,
                name,
                "",
                Optional.empty(),
                new StructType(),
                List.of(),
                location,
                Instant.EPOCH,
                Instant.EPOCH,
                Map.of());
    }
}
