package io.penstock.ingest.streams;

import io.penstock.ingest.rows.RawRow;
import io.penstock.ingest.streams.ReadCursor.Part;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * A read of a row that is there, as its bytes and where its parts stand in them. Instants are in the form of
 * {@link Instant#toString()}, no literal outside of the row has an escape.
 *
 * @param rowKey between its quotes
 * @param rest from the comma before the operation to the end of the row: what a record has word for word
 * @param source between its quotes
 * @param watermark null in other modes
 * @param asOfText between its quotes
 * @param identifiers from the first one to the bracket that closes the list
 * @param type of the strongest identifier, between its quotes; null if there is none
 * @param value likewise
 * @param hash 64 lower-case hex digits
 */
record PlainRead(
        byte[] bytes,
        Run run,
        Part rowKey,
        Part rest,
        Part source,
        long tableVersion,
        long commitVersion,
        Instant watermark,
        Instant asOf,
        Part asOfText,
        Part identifiers,
        Part type,
        Part value,
        Part row,
        Part hash)
        implements Arrived {

    /**
     * What the rows of one run begin with, as bytes and as what they say.
     *
     * @param head how many of the bytes stand before the run's name
     * @param name the pipeline's name, as its rows' keys begin with it
     */
    record Run(
            byte[] bytes, int head, byte[] name, String workspace, String pipeline, long configVersion, String runId) {}

    /** Whether a key is the one that a read of this row has. */
    boolean isNamed(byte[] key) {
        byte[] name = run.name();
        return key != null
                && key.length == name.length + 1 + rowKey.length()
                && Arrays.equals(key, 0, name.length, name, 0, name.length)
                && key[name.length] == '|'
                && Arrays.equals(key, name.length + 1, key.length, bytes, rowKey.from(), rowKey.to());
    }

    @Override
    public ReadV1 read() {
        return new ReadV1(
                run.workspace(),
                run.pipeline(),
                run.configVersion(),
                run.runId(),
                text(rowKey),
                Operation.UPSERT,
                new PositionV1(text(source), tableVersion, commitVersion, watermark),
                asOf,
                identifierList(),
                new RawRow(bytes, row.from(), row.to()),
                text(hash),
                null);
    }

    private List<IdentifierV1> identifierList() {
        return ReadScan.identifiers(new ReadCursor(bytes, identifiers.from()));
    }

    private String text(Part part) {
        return new String(bytes, part.from(), part.length(), StandardCharsets.UTF_8);
    }
}
