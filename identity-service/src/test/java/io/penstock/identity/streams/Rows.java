package io.penstock.identity.streams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.identity.core.Fold;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Records for tests, with everything filled in that a test does not care about. */
public final class Rows {
    private Rows() {}

    /** @param row JSON object with apostrophes for quotes */
    public static RecordV1 record(String id, Instant asOf, List<IdentifierV1> identifiers, String row) {
        return new RecordV1(
                Fold.WORKSPACE,
                "people",
                3,
                id,
                id,
                "1",
                Operation.UPSERT,
                new PositionV1("main.crm.people", 1, 1, null),
                asOf,
                identifiers,
                object(row));
    }

    /** {@code "email:a@x.example"}. */
    public static IdentifierV1 identifier(String text) {
        int colon = text.indexOf(':');
        return new IdentifierV1(text.substring(0, colon), text.substring(colon + 1));
    }

    static ObjectNode object(String row) {
        try {
            return (ObjectNode) Json.wire().readTree(row.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(row, e);
        }
    }
}
