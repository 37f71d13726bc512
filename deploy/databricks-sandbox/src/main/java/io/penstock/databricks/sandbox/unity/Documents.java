package io.penstock.databricks.sandbox.unity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.databricks.sandbox.lakehouse.TableDescription;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/** The documents of Unity Catalog's REST interface, with the fields that the sandbox can know. */
final class Documents {
    private static final String OWNER = "sandbox";
    private static final String METASTORE = "00000000-0000-0000-0000-000000000000";
    private static final String CHAR_TYPE = "__CHAR_VARCHAR_TYPE_STRING";

    private Documents() {}

    static ObjectNode catalog(String name) {
        return object().put("name", name)
                .put("full_name", name)
                .put("owner", OWNER)
                .put("catalog_type", "MANAGED_CATALOG")
                .put("metastore_id", METASTORE)
                .put("securable_type", "CATALOG");
    }

    static ObjectNode schema(String catalog, String name) {
        return object().put("name", name)
                .put("catalog_name", catalog)
                .put("full_name", catalog + "." + name)
                .put("owner", OWNER)
                .put("metastore_id", METASTORE)
                .put("securable_type", "SCHEMA");
    }

    /** A table that went between the listing and the look at it. */
    static ObjectNode gone(String catalog, String schema, String name) {
        return object().put("name", name)
                .put("catalog_name", catalog)
                .put("schema_name", schema)
                .put("full_name", catalog + "." + schema + "." + name);
    }

    /** @param browsed whether the caller sees the table by BROWSE only */
    static ObjectNode table(TableDescription table, boolean browsed) {
        ObjectNode document = object().put("name", table.name())
                .put("catalog_name", table.catalog())
                .put("schema_name", table.schema())
                .put("full_name", table.catalog() + "." + table.schema() + "." + table.name())
                .put("table_type", "MANAGED")
                .put("securable_type", "TABLE")
                .put("owner", OWNER)
                .put("metastore_id", METASTORE)
                .put("data_source_format", "DELTA")
                .put("storage_location", table.location())
                .put("created_at", table.createdAt().toEpochMilli())
                .put("updated_at", table.updatedAt().toEpochMilli());
        if (!table.id().isEmpty()) {
            document.put("table_id", table.id());
        }
        if (browsed) {
            document.put("browse_only", true);
        }
        table.comment().ifPresent(comment -> document.put("comment", comment));
        ObjectNode properties = document.putObject("properties");
        new java.util.TreeMap<>(table.properties()).forEach(properties::put);
        ArrayNode columns = document.putArray("columns");
        for (StructField field : table.columns().fields()) {
            columns.add(column(field, columns.size(), table.partitionColumns().indexOf(field.name())));
        }
        return document;
    }

    private static ObjectNode column(StructField field, int position, int partitionIndex) {
        ObjectNode column = object().put("name", field.name())
                .put("type_text", typeText(field))
                .put("type_name", typeName(field))
                .put("type_json", fieldJson(field))
                .put("position", position)
                .put("nullable", field.nullable());
        if (field.dataType() instanceof DecimalType decimal) {
            column.put("type_precision", decimal.precision()).put("type_scale", decimal.scale());
        }
        if (field.getComment().isDefined()) {
            column.put("comment", field.getComment().get());
        }
        if (partitionIndex >= 0) {
            column.put("partition_index", partitionIndex);
        }
        return column;
    }

    /** Spark keeps the length of a CHAR or VARCHAR beside the type. */
    private static String typeText(StructField field) {
        return field.metadata().contains(CHAR_TYPE)
                ? field.metadata().getString(CHAR_TYPE)
                : field.dataType().catalogString();
    }

    /** Spark's JSON of the whole field, name included; cut out of the JSON of a row with this one field. */
    private static String fieldJson(StructField field) {
        String json = new StructType(new StructField[] {field}).json();
        return json.substring(json.indexOf('[') + 1, json.lastIndexOf(']'));
    }

    private static String typeName(StructField field) {
        if (field.dataType() instanceof UserDefinedType<?>) {
            return "USER_DEFINED_TYPE";
        }
        if (field.metadata().contains(CHAR_TYPE)) {
            return "STRING";
        }
        String name = field.dataType().typeName();
        return switch (name) {
            case "integer" -> "INT";
            case "void" -> "NULL";
            case "boolean",
                    "byte",
                    "short",
                    "long",
                    "float",
                    "double",
                    "date",
                    "timestamp",
                    "timestamp_ntz",
                    "string",
                    "binary",
                    "array",
                    "struct",
                    "map",
                    "variant" -> name.toUpperCase(java.util.Locale.ROOT);
            default -> {
                if (field.dataType() instanceof DecimalType) {
                    yield "DECIMAL";
                }
                yield name.startsWith("interval") ? "INTERVAL" : "STRING";
            }
        };
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
