package io.penstock.transform.streams;

import static io.penstock.schemas.plain.PlainJson.ascii;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.Topics;
import io.penstock.schemas.plain.HeadField;
import io.penstock.schemas.plain.NotPlain;
import io.penstock.schemas.plain.PlainJson;
import io.penstock.schemas.plain.PlainParts;
import io.penstock.schemas.plain.Words;
import io.penstock.transform.wire.PlainTrees;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads a shaped record as the script stage writes nearly all of them: with values, which stand in their place or at
 * the end, and other fields in their order. Says nothing of anything else, which the serde reads; what it says is what
 * the serde would. Safe from any thread.
 */
final class ShapedScan {
    private static final byte[] PROFILE_ID = ascii(",\"profile_id\":");
    private static final byte[] IDENTIFIERS = ascii(",\"identifiers\":");
    private static final byte[] LOG_OFFSET = ascii(",\"log_offset\":");
    private static final byte[] ABSORBED = ascii(",\"absorbed\":");
    private static final byte[] VALUES = ascii(",\"values\":");

    private final Words words = new Words();
    private final PlainParts parts = new PlainParts(words);
    private final PlainTrees trees = new PlainTrees(words);

    /** Of the topic; what is not written so goes the long way. */
    static Deserializer<ShapedV1> deserializer() {
        ShapedScan scan = new ShapedScan();
        Deserializer<ShapedV1> serde = Topics.SHAPED.valueSerde().deserializer();
        return (topic, bytes) ->
                bytes == null ? null : scan.read(bytes).orElseGet(() -> serde.deserialize(topic, bytes));
    }

    Optional<ShapedV1> read(byte[] bytes) {
        try {
            return Optional.of(read(new PlainJson(bytes)));
        } catch (NotPlain | DateTimeException e) {
            return Optional.empty();
        }
    }

    private ShapedV1 read(PlainJson in) {
        String workspace = HeadField.WORKSPACE.text(in, words);
        String pipeline = HeadField.PIPELINE.text(in, words);
        long configVersion = HeadField.CONFIG_VERSION.number(in);
        String recordId = HeadField.RECORD_ID.text(in);
        String rowKey = HeadField.ROW_KEY.text(in);
        String rowVersion = HeadField.ROW_VERSION.text(in);
        PositionV1 position = parts.position(in);
        Instant asOf = InstantText.parse(HeadField.AS_OF.text(in));
        in.expect(PROFILE_ID);
        String profileId = in.text();
        in.expect(IDENTIFIERS);
        List<IdentifierV1> identifiers = parts.identifiers(in);
        in.expect(LOG_OFFSET);
        long logOffset = in.number();
        ObjectNode early = in.passes(VALUES) ? trees.object(in) : null;
        in.expect(ABSORBED);
        List<String> absorbed = parts.texts(in);
        ObjectNode values = early == null ? last(in) : early;
        in.expect('}');
        in.expectEnd();
        return new ShapedV1(
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
                null,
                absorbed);
    }

    private ObjectNode last(PlainJson in) {
        in.expect(VALUES);
        return trees.object(in);
    }
}
