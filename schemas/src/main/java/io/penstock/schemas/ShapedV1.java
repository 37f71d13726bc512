package io.penstock.schemas;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * What the script (or, without one, the contract's columns) made of a record, validated, not yet classified.
 *
 * <p>Without values and calls it is a marker: nothing came of the record but that it merged profiles.
 *
 * @param values named values the declared emits refer to; null if the script returns calls itself
 * @param calls calls in the page's {@code send} form ({@code type, userId, traits | properties, event}); null otherwise
 * @param absorbed the profiles that this very record made part of the person; empty for most. Their state is on its way
 *     to the person in {@code transform-handover}
 * @param operation DELETE for a row that is gone: its values hold the key column, if there is one; null for any other
 */
public record ShapedV1(
        String workspace,
        String pipeline,
        long configVersion,
        String recordId,
        String rowKey,
        String rowVersion,
        PositionV1 position,
        Instant asOf,
        String profileId,
        List<IdentifierV1> identifiers,
        long logOffset,
        ObjectNode values,
        List<ObjectNode> calls,
        List<String> absorbed,
        Operation operation) {
    public ShapedV1 {
        identifiers = List.copyOf(identifiers);
        calls = calls == null ? null : List.copyOf(calls);
        absorbed = absorbed == null ? List.of() : List.copyOf(absorbed);
    }

    /** Of a row that is there. */
    public ShapedV1(
            String workspace,
            String pipeline,
            long configVersion,
            String recordId,
            String rowKey,
            String rowVersion,
            PositionV1 position,
            Instant asOf,
            String profileId,
            List<IdentifierV1> identifiers,
            long logOffset,
            ObjectNode values,
            List<ObjectNode> calls,
            List<String> absorbed) {
        this(
                workspace,
                pipeline,
                configVersion,
                recordId,
                rowKey,
                rowVersion,
                position,
                asOf,
                profileId,
                identifiers,
                logOffset,
                values,
                calls,
                absorbed,
                null);
    }
}
