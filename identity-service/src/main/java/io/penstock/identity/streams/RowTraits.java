package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/** The top-level scalars of a row that have a value; a row that is gone or a null says nothing. */
final class RowTraits {
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private RowTraits() {}

    /** @param by the identifier that carries them, or null if none does: then there are none */
    static List<Carried> of(RawRecord record, IdentifierV1 by, long logOffset) {
        if (record.rowStart() < 0 || by == null) {
            return List.of();
        }
        String carrier = Traits.carrier(by);
        long tie = tie(record.recordId());
        List<Carried> all = new ArrayList<>();
        int length = record.rowEnd() - record.rowStart();
        try (JsonParser parser = Json.wire().createParser(record.json(), record.rowStart(), length)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    JsonNode value = parser.readValueAsTree();
                    all.add(new Carried(
                            name, carrier, value, record.asOf(), record.commit(), tie, logOffset, record.pipeline()));
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new SerializationException("the row of a record cannot be read");
        }
        return all;
    }

    /** The same for a record wherever and whenever it is read. */
    static long tie(String recordId) {
        long hash = FNV_START;
        for (byte one : String.valueOf(recordId).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ one & 0xff) * FNV_PRIME;
        }
        return hash;
    }
}
