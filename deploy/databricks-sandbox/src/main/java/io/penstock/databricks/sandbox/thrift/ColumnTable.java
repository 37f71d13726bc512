package io.penstock.databricks.sandbox.thrift;

import com.databricks.jdbc.model.client.thrift.generated.TCloseOperationResp;
import com.databricks.jdbc.model.client.thrift.generated.TColumn;
import com.databricks.jdbc.model.client.thrift.generated.TColumnDesc;
import com.databricks.jdbc.model.client.thrift.generated.TFetchResultsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetOperationStatusResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetResultSetMetadataResp;
import com.databricks.jdbc.model.client.thrift.generated.TI32Column;
import com.databricks.jdbc.model.client.thrift.generated.TOperationState;
import com.databricks.jdbc.model.client.thrift.generated.TRowSet;
import com.databricks.jdbc.model.client.thrift.generated.TSparkDirectResults;
import com.databricks.jdbc.model.client.thrift.generated.TSparkRowSetType;
import com.databricks.jdbc.model.client.thrift.generated.TStringColumn;
import com.databricks.jdbc.model.client.thrift.generated.TTableSchema;
import com.databricks.jdbc.model.client.thrift.generated.TTypeId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The small table that a metadata call answers with: columns of text or of whole numbers, each value perhaps missing.
 */
final class ColumnTable {
    private final List<String> names;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** A value of a row. */
    sealed interface Cell {
        record Text(Optional<String> value) implements Cell {}

        record Number(OptionalInt value) implements Cell {}
    }

    /** @param names of the columns; a name that starts with {@code #} is a column of numbers */
    ColumnTable(String... names) {
        this.names = List.of(names);
    }

    static Cell text(String value) {
        return new Cell.Text(Optional.of(value));
    }

    static Cell noText() {
        return new Cell.Text(Optional.empty());
    }

    static Cell number(int value) {
        return new Cell.Number(OptionalInt.of(value));
    }

    static Cell noNumber() {
        return new Cell.Number(OptionalInt.empty());
    }

    void add(Cell... row) {
        if (row.length != names.size()) {
            throw new IllegalArgumentException("Expected " + names.size() + " values, but got " + row.length);
        }
        rows.add(List.of(row));
    }

    /** The whole table in one message, closed. */
    TSparkDirectResults direct() {
        List<TColumnDesc> schema = new ArrayList<>();
        List<TColumn> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            boolean numbers = names.get(i).startsWith("#");
            TTypeId type = numbers ? TTypeId.INT_TYPE : TTypeId.STRING_TYPE;
            schema.add(
                    new TColumnDesc(numbers ? names.get(i).substring(1) : names.get(i), ThriftTypes.type(type), i + 1));
            columns.add(numbers ? numbers(i) : texts(i));
        }
        return new TSparkDirectResults()
                .setOperationStatus(new TGetOperationStatusResp(Statuses.success())
                        .setOperationState(TOperationState.FINISHED_STATE)
                        .setHasResultSet(true))
                .setResultSetMetadata(new TGetResultSetMetadataResp(Statuses.success())
                        .setSchema(new TTableSchema(schema))
                        .setResultFormat(TSparkRowSetType.COLUMN_BASED_SET))
                .setResultSet(new TFetchResultsResp(Statuses.success())
                        .setResults(new TRowSet(0, List.of()).setColumns(columns))
                        .setHasMoreRows(false))
                .setCloseOperation(new TCloseOperationResp(Statuses.success()));
    }

    private TColumn texts(int column) {
        List<String> values = new ArrayList<>();
        BitSet missing = new BitSet();
        for (List<Cell> row : rows) {
            Optional<String> value = ((Cell.Text) row.get(column)).value();
            missing.set(values.size(), value.isEmpty());
            values.add(value.orElse(""));
        }
        return TColumn.stringVal(new TStringColumn(values, ByteBuffer.wrap(missing.toByteArray())));
    }

    private TColumn numbers(int column) {
        List<Integer> values = new ArrayList<>();
        BitSet missing = new BitSet();
        for (List<Cell> row : rows) {
            OptionalInt value = ((Cell.Number) row.get(column)).value();
            missing.set(values.size(), value.isEmpty());
            values.add(value.orElse(0));
        }
        return TColumn.i32Val(new TI32Column(values, ByteBuffer.wrap(missing.toByteArray())));
    }
}
