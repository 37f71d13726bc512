package io.penstock.databricks.sandbox.results;

import io.penstock.databricks.sandbox.results.RowBlock.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.arrow.ArrowWriter;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;

/**
 * The rows of a query as Arrow batches, made while they are read: one block of at most {@value #BLOCK_BYTES} bytes is
 * held, plus whatever Spark needs for one partition. Safe for many threads, one at a time.
 */
public final class ArrowResult {
    private static final int BATCH_ROWS = 10_000;
    private static final int BATCH_BYTES = 2 << 20;
    private static final int BLOCK_BYTES = 16 << 20;
    private static final int ROWS_BETWEEN_SIZE_CHECKS = 64;

    private final Dataset<Row> query;
    private final ResultSchema schema;
    private Optional<Iterator<InternalRow>> rows = Optional.empty();
    private RowBlock last = new RowBlock(0, List.of(), true);

    private ArrowResult(Dataset<Row> query, ResultSchema schema) {
        this.query = query;
        this.schema = schema;
    }

    /** The result of a query, not yet run. */
    public static ArrowResult of(Dataset<Row> query, String timeZone) {
        StructType asked = query.schema();
        return new ArrowResult(
                ResultSchema.withoutVariants(query), new ResultSchema(asked, ResultSchema.sent(asked), timeZone));
    }

    /** What the columns are called and which types they have. */
    public ResultSchema schema() {
        return schema;
    }

    /** Starts the query, so that what fails fails here. To be called on the thread of the statement. */
    public synchronized void prepare() {
        Iterator<InternalRow> iterator = ((org.apache.spark.sql.classic.Dataset<Row>) query)
                .queryExecution()
                .executedPlan()
                .executeToIterator();
        iterator.hasNext();
        rows = Optional.of(iterator);
    }

    /**
     * The rows from a position on, which must be the next one or that of the block given last.
     *
     * @throws IllegalArgumentException for any other position: rows are not kept
     */
    public synchronized RowBlock block(long firstRow, long maxRows) {
        if (firstRow == last.nextRow()) {
            last = next(firstRow, maxRows);
        } else if (firstRow != last.firstRow()) {
            throw new IllegalArgumentException("Rows from " + firstRow + " on are gone; next is " + last.nextRow());
        }
        return last;
    }

    /** Position of the first row that was not given yet. */
    public synchronized long nextRow() {
        return last.nextRow();
    }

    private RowBlock next(long firstRow, long maxRows) {
        Iterator<InternalRow> source = rows.orElseThrow();
        List<Batch> batches = new ArrayList<>();
        long room = maxRows;
        long bytes = 0;
        if (source.hasNext()) {
            ArrowWriter writer = ArrowWriter.create(schema.sent(), schema.timeZone(), false, false);
            try {
                while (source.hasNext() && room > 0 && bytes < BLOCK_BYTES) {
                    Batch batch = batch(writer, source, (int) Math.min(room, BATCH_ROWS));
                    batches.add(batch);
                    room -= batch.rows();
                    bytes += batch.message().length;
                }
            } finally {
                writer.root().close();
            }
        }
        return new RowBlock(firstRow, batches, source.hasNext());
    }

    private static Batch batch(ArrowWriter writer, Iterator<InternalRow> source, int maxRows) {
        int count = 0;
        boolean full = false;
        while (!full && count < maxRows && source.hasNext()) {
            writer.write(source.next());
            count++;
            full = count % ROWS_BETWEEN_SIZE_CHECKS == 0 && writer.sizeInBytes() > BATCH_BYTES;
        }
        writer.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArrowRecordBatch batch = new VectorUnloader(writer.root()).getRecordBatch()) {
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(out)), batch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writer.reset();
        return new Batch(out.toByteArray(), count);
    }
}
