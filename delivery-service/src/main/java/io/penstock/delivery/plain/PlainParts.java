package io.penstock.delivery.plain;

import static io.penstock.delivery.plain.PlainJson.ascii;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.PositionV1;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Parts that deliveries and outcomes have in common. Each of them is read from behind the name of its first field to
 * the brace that closes it.
 *
 * @throws NotPlain by every method, if it is written otherwise
 */
public record PlainParts(Words words) {
    /** What stands in front of an address. */
    public static final byte[] ADDRESS = ascii(",\"address\":{\"type\":");

    /** What stands in front of an object. */
    public static final byte[] OBJECT = ascii(",\"object\":{\"type\":");

    /** What stands in front of a position. */
    public static final byte[] POSITION = ascii(",\"position\":{\"source\":");

    private static final byte[] VALUE = ascii(",\"value\":");
    private static final byte[] ID = ascii(",\"id\":");
    private static final byte[] TABLE_VERSION = ascii(",\"table_version\":");
    private static final byte[] COMMIT_VERSION = ascii(",\"commit_version\":");
    private static final byte[] WATERMARK = ascii(",\"watermark\":");

    public IdentifierV1 address(PlainJson in) {
        String type = in.text(words);
        in.expect(VALUE);
        String value = in.text();
        in.expect('}');
        return new IdentifierV1(type, value);
    }

    public ObjectRefV1 object(PlainJson in) {
        String type = in.text(words);
        in.expect(ID);
        String id = in.text();
        in.expect('}');
        return new ObjectRefV1(type, id);
    }

    /** @throws DateTimeException if the watermark is no time */
    public PositionV1 position(PlainJson in) {
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
