package io.penstock.schemas;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * One change of one source row: the unit everything downstream works on.
 *
 * @param recordId pipeline + row key + row version; the same change read again has the same id
 * @param rowKey the row's key columns, {@code |}-joined
 * @param rowVersion distinguishes the changes of one row: a hash over as-of time and content
 * @param asOf when the source says this became true; never the clock of the reader
 * @param row the row in the contract's shape; null for DELETE
 */
public record RecordV1(
        String workspace,
        String pipeline,
        long configVersion,
        String recordId,
        String rowKey,
        String rowVersion,
        Operation operation,
        PositionV1 position,
        Instant asOf,
        List<IdentifierV1> identifiers,
        ObjectNode row) {
    public RecordV1 {
        identifiers = List.copyOf(identifiers);
    }

    /**
     * Key on the topic: the first identifier as the pipeline lists them, else the row key, so that the changes of one
     * person keep their order from here on.
     */
    public String partitionKey() {
        return identifiers.isEmpty()
                ? pipeline + "|" + rowKey
                : identifiers.getFirst().type() + "|" + identifiers.getFirst().value();
    }
}
