package io.penstock.schemas;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * One row as read from its source, already in the contract's shape, before the change filter decides whether it is
 * news.
 *
 * @param rowKey the row's key columns, {@code |}-joined in the contract's order
 * @param asOf when the source says this became true: the watermark column's value, else the commit's time
 * @param row contract columns only; JSON null is a value, an absent column was not in the source. Null for DELETE
 * @param runId names the run: pipeline + table version or watermark; the same range read again has the same id
 * @param rowHash SHA-256, lower-case hex, over what counts as the row's content (null and absent are one; the watermark
 *     column does not count); null for DELETE
 * @param mark null for a row; else this is no row but a mark, sent to every partition after the rows it speaks of
 */
public record ReadV1(
        String workspace,
        String pipeline,
        long configVersion,
        String runId,
        String rowKey,
        Operation operation,
        PositionV1 position,
        Instant asOf,
        List<IdentifierV1> identifiers,
        ObjectNode row,
        String rowHash,
        Mark mark) {
    public ReadV1 {
        identifiers = List.copyOf(identifiers);
    }

    /** What a mark tells the change filter to do with a pipeline's rows in its partition. */
    public enum Mark {
        /** The run read everything: rows it did not see are gone. */
        SWEEP,
        /** The pipeline is no more, or its rows have other keys now: forget them without a word. */
        FORGET
    }

    /** A mark; its {@code rowKey}, row and hash are null. */
    public static ReadV1 mark(
            String workspace,
            String pipeline,
            long configVersion,
            String runId,
            PositionV1 position,
            Instant asOf,
            Mark mark) {
        return new ReadV1(
                workspace,
                pipeline,
                configVersion,
                runId,
                null,
                Operation.DELETE,
                position,
                asOf,
                List.of(),
                null,
                null,
                mark);
    }

    /** Key on the topic: all reads of one source row meet in one partition. */
    public String partitionKey() {
        return pipeline + "|" + rowKey;
    }
}
