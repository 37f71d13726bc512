package io.penstock.ingest.rows;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import io.penstock.schemas.JsonBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * A row as the JSON text it has on the wire: shaped once, and from then on only handed on. As a tree it would be ten
 * times as large while a chunk comes together, and writing it again took half of the filter's CPU time.
 *
 * <p>Nothing but writing works: as a tree it looks empty. It never leaves this service as an object.
 */
@SuppressWarnings("unchecked") // ObjectNode narrows JsonNode.deepCopy in a way javac warns of in every subclass
public final class RawRow extends ObjectNode {
    private static final long serialVersionUID = 1L;

    private final transient Text text;

    /** Keeps the part of {@code bytes} from {@code from} (inclusive) to {@code to} (exclusive), not a copy. */
    public RawRow(byte[] bytes, int from, int to) {
        super(JsonNodeFactory.instance, Map.of()); // one map for all rows
        this.text = new Text(bytes, from, to);
    }

    /** A tree, written. */
    static RawRow of(ObjectNode tree) {
        try {
            byte[] bytes = Json.wire().writeValueAsBytes(tree);
            return new RawRow(bytes, 0, bytes.length);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot be written", e);
        }
    }

    /** Length of the text in bytes. */
    public int length() {
        return text.to() - text.from();
    }

    /** Appends the text. */
    public void appendTo(JsonBytes out) {
        out.raw(text.bytes(), text.from(), text.to());
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeRawValue(text);
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(generator, provider);
    }

    @Override
    public String toString() {
        return text.getValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawRow row && text.getValue().equals(row.text.getValue());
    }

    @Override
    public int hashCode() {
        return text.getValue().hashCode();
    }

    /** JSON text that a generator copies into its buffer byte by byte. */
    private record Text(byte[] bytes, int from, int to) implements SerializableString {
        @Override
        public String getValue() {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }

        @Override
        public int charLength() {
            return getValue().length();
        }

        @Override
        public byte[] asUnquotedUTF8() {
            return Arrays.copyOfRange(bytes, from, to);
        }

        @Override
        public int appendUnquotedUTF8(byte[] buffer, int offset) {
            int length = to - from;
            if (offset + length > buffer.length) {
                return -1;
            }
            System.arraycopy(bytes, from, buffer, offset, length);
            return length;
        }

        @Override
        public int appendUnquoted(char[] buffer, int offset) {
            String value = getValue();
            if (offset + value.length() > buffer.length) {
                return -1;
            }
            value.getChars(0, value.length(), buffer, offset);
            return value.length();
        }

        @Override
        public int writeUnquotedUTF8(OutputStream out) throws IOException {
            out.write(bytes, from, to - from);
            return to - from;
        }

        @Override
        public int putUnquotedUTF8(ByteBuffer out) {
            int length = to - from;
            if (length > out.remaining()) {
                return -1;
            }
            out.put(bytes, from, length);
            return length;
        }

        @Override
        public char[] asQuotedChars() {
            throw notText();
        }

        @Override
        public byte[] asQuotedUTF8() {
            throw notText();
        }

        @Override
        public int appendQuotedUTF8(byte[] buffer, int offset) {
            throw notText();
        }

        @Override
        public int appendQuoted(char[] buffer, int offset) {
            throw notText();
        }

        @Override
        public int writeQuotedUTF8(OutputStream out) {
            throw notText();
        }

        @Override
        public int putQuotedUTF8(ByteBuffer out) {
            throw notText();
        }

        private static UnsupportedOperationException notText() {
            return new UnsupportedOperationException("a row is an object, not a string");
        }
    }
}
