package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
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

    /** A field of a row. */
    record Scalar(String name, JsonNode value) {}

    /** @param by the identifier that carries them, or null if none does: then there are none */
    static List<Carried> of(RawRecord record, IdentifierV1 by, long logOffset) {
        if (by == null) {
            return List.of();
        }
        List<Scalar> row = record.row() == null ? row(record) : record.row();
        String carrier = Traits.carrier(by);
        long tie = tie(record.recordId());
        List<Carried> all = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            Scalar one = row.get(i);
            all.add(new Carried(
                    one.name(),
                    carrier,
                    one.value(),
                    record.asOf(),
                    record.commit(),
                    tie,
                    logOffset,
                    record.pipeline()));
        }
        return all;
    }

    private static List<Scalar> row(RawRecord record) {
        if (record.rowStart() < 0) {
            return List.of();
        }
        int length = record.rowEnd() - record.rowStart();
        try (JsonParser parser = Json.wire().createParser(record.json(), record.rowStart(), length)) {
            parser.nextToken();
            return scalars(parser);
        } catch (IOException e) {
            throw new SerializationException("the row of a record cannot be read");
        }
    }

    /** Reads the object the parser stands at; leaves it at the end of that. */
    static List<Scalar> scalars(JsonParser parser) throws IOException {
        List<Scalar> all = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                all.add(new Scalar(name, value(parser)));
            } else {
                parser.skipChildren();
            }
        }
        return all;
    }

    /** As a tree would have it: every number exactly as it was written. */
    private static JsonNode value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> TextNode.valueOf(parser.getText());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> IntNode.valueOf(parser.getIntValue());
                    case LONG -> LongNode.valueOf(parser.getLongValue());
                    default -> BigIntegerNode.valueOf(parser.getBigIntegerValue());
                };
            default -> DecimalNode.valueOf(parser.getDecimalValue());
        };
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
