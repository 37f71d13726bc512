package io.penstock.databricks.sandbox.results;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.sql.util.ArrowUtils;

/**
 * The columns of a result.
 *
 * @param asked as the query has them
 * @param sent as they travel: a VARIANT column travels as its JSON text
 * @param timeZone name of the zone of timestamps
 */
public record ResultSchema(StructType asked, StructType sent, String timeZone) {
    /** The driver tells types apart by this key of a field, not by the Arrow type. */
    private static final String SQL_NAME = "Spark:DataType:SqlName";

    static StructType sent(StructType asked) {
        StructType sent = new StructType();
        for (StructField field : asked.fields()) {
            sent = isVariant(field) ? sent.add(field.name(), DataTypes.StringType, true) : sent.add(field);
        }
        return sent;
    }

    static Dataset<Row> withoutVariants(Dataset<Row> query) {
        StructField[] fields = query.schema().fields();
        if (IntStream.range(0, fields.length).noneMatch(i -> isVariant(fields[i]))) {
            return query;
        }
        // By number, because names may repeat.
        Dataset<Row> numbered = query.toDF(
                IntStream.range(0, fields.length).mapToObj(i -> "c" + i).toArray(String[]::new));
        return numbered.select(IntStream.range(0, fields.length)
                .mapToObj(i -> isVariant(fields[i])
                        ? functions.to_json(functions.col("c" + i)).as(fields[i].name())
                        : functions.col("c" + i).as(fields[i].name()))
                .toArray(Column[]::new));
    }

    private static boolean isVariant(StructField field) {
        return field.dataType() instanceof VariantType;
    }

    /** The Arrow schema as a serialised message, each field with the SQL name of its type. */
    public byte[] arrowMessage() {
        Schema plain = ArrowUtils.toArrowSchema(sent, timeZone, false, false);
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < plain.getFields().size(); i++) {
            fields.add(
                    named(plain.getFields().get(i), asked.fields()[i].dataType().sql()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(out)), new Schema(fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Field named(Field field, String sqlName) {
        Map<String, String> metadata = new HashMap<>(field.getMetadata());
        metadata.put(SQL_NAME, sqlName);
        FieldType type = new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata);
        return new Field(field.getName(), type, field.getChildren());
    }
}
