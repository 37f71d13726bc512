package io.penstock.schemas.plain;

import static io.penstock.schemas.plain.PlainJson.ascii;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.PositionV1;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts that wire records have in common, each read as the contract's serdes read it.
 *
 * @throws NotPlain by every method, if it is written otherwise
 */
public record PlainParts(Words words) {
    private static final byte[] TYPE = ascii("{\"type\":");
    private static final byte[] VALUE = ascii(",\"value\":");
    private static final byte[] ID = ascii(",\"id\":");
    private static final byte[] POSITION = ascii(",\"position\":{\"source\":");
    private static final byte[] TABLE_VERSION = ascii(",\"table_version\":");
    private static final byte[] COMMIT_VERSION = ascii(",\"commit_version\":");
    private static final byte[] WATERMARK = ascii(",\"watermark\":");

    public IdentifierV1 identifier(PlainJson in) {
        in.expect(TYPE);
        String type = in.text(words);
        in.expect(VALUE);
        String value = in.text();
        in.expect('}');
        return new IdentifierV1(type, value);
    }

    public List<IdentifierV1> identifiers(PlainJson in) {
        in.expect('[');
        if (in.passes(']')) {
            return List.of();
        }
        List<IdentifierV1> found = new ArrayList<>(2);
        do {
            found.add(identifier(in));
        } while (in.passes(','));
        in.expect(']');
        return found;
    }

    public List<String> texts(PlainJson in) {
        in.expect('[');
        if (in.passes(']')) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        do {
            found.add(in.text());
        } while (in.passes(','));
        in.expect(']');
        return found;
    }

    public ObjectRefV1 object(PlainJson in) {
        in.expect(TYPE);
        String type = in.text(words);
        in.expect(ID);
        String id = in.text();
        in.expect('}');
        return new ObjectRefV1(type, id);
    }

    /**
     * With the name of the field; null if there is none.
     *
     * @throws DateTimeException if the watermark is no time
     */
    public PositionV1 position(PlainJson in) {
        if (!in.passes(POSITION)) {
            return null;
        }
        String source = in.text(words);
        in.expect(TABLE_VERSION);
        long tableVersion = in.number();
        in.expect(COMMIT_VERSION);
        long commitVersion = in.number();
        Instant watermark = in.passes(WATERMARK) ? InstantText.parse(in.text()) : null;
        in.expect('}');
        return new PositionV1(source, tableVersion, commitVersion, watermark);
    }
}
