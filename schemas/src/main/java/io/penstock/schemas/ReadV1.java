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
        String rowHash) {
    public ReadV1 {
        identifiers = List.copyOf(identifiers);
    }

    /** Key on the topic: all reads of one source row meet in one partition. */
    public String partitionKey() {
        return pipeline + "|" + rowKey;
    }
}
