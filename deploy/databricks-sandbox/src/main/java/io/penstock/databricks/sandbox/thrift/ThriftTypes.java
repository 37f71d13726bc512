package io.penstock.databricks.sandbox.thrift;

import com.databricks.jdbc.model.client.thrift.generated.TColumnDesc;
import com.databricks.jdbc.model.client.thrift.generated.TPrimitiveTypeEntry;
import com.databricks.jdbc.model.client.thrift.generated.TTableSchema;
import com.databricks.jdbc.model.client.thrift.generated.TTypeDesc;
import com.databricks.jdbc.model.client.thrift.generated.TTypeEntry;
import com.databricks.jdbc.model.client.thrift.generated.TTypeId;
import com.databricks.jdbc.model.client.thrift.generated.TTypeQualifierValue;
import com.databricks.jdbc.model.client.thrift.generated.TTypeQualifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** Spark's column types in the protocol's words. What the protocol has no word for is a STRING there. */
final class ThriftTypes {
    private ThriftTypes() {}

    static TTableSchema schema(StructType columns) {
        List<TColumnDesc> described = new ArrayList<>();
        for (StructField column : columns.fields()) {
            described.add(new TColumnDesc(column.name(), type(column.dataType()), described.size() + 1));
        }
        return new TTableSchema(described);
    }

    static TTypeDesc type(TTypeId id) {
        return new TTypeDesc(List.of(TTypeEntry.primitiveEntry(new TPrimitiveTypeEntry(id))));
    }

    private static TTypeDesc type(DataType type) {
        TPrimitiveTypeEntry entry = new TPrimitiveTypeEntry(id(type));
        if (type instanceof DecimalType decimal) {
            entry.setTypeQualifiers(new TTypeQualifiers(Map.of(
                    "precision", TTypeQualifierValue.i32Value(decimal.precision()),
                    "scale", TTypeQualifierValue.i32Value(decimal.scale()))));
        }
        return new TTypeDesc(List.of(TTypeEntry.primitiveEntry(entry)));
    }

    private static TTypeId id(DataType type) {
        return switch (type) {
            case BooleanType t -> TTypeId.BOOLEAN_TYPE;
            case ByteType t -> TTypeId.TINYINT_TYPE;
            case ShortType t -> TTypeId.SMALLINT_TYPE;
            case IntegerType t -> TTypeId.INT_TYPE;
            case LongType t -> TTypeId.BIGINT_TYPE;
            case FloatType t -> TTypeId.FLOAT_TYPE;
            case DoubleType t -> TTypeId.DOUBLE_TYPE;
            case DecimalType t -> TTypeId.DECIMAL_TYPE;
            case BinaryType t -> TTypeId.BINARY_TYPE;
            case DateType t -> TTypeId.DATE_TYPE;
            case TimestampType t -> TTypeId.TIMESTAMP_TYPE;
            case TimestampNTZType t -> TTypeId.TIMESTAMP_TYPE;
            case ArrayType t -> TTypeId.ARRAY_TYPE;
            case MapType t -> TTypeId.MAP_TYPE;
            case StructType t -> TTypeId.STRUCT_TYPE;
            case UserDefinedType<?> udt -> id(udt.sqlType());
            case YearMonthIntervalType t -> TTypeId.INTERVAL_YEAR_MONTH_TYPE;
            case DayTimeIntervalType t -> TTypeId.INTERVAL_DAY_TIME_TYPE;
            case NullType t -> TTypeId.NULL_TYPE;
            default -> TTypeId.STRING_TYPE;
        };
    }
}
