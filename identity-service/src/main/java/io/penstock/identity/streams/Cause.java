package io.penstock.identity.streams;

import io.penstock.schemas.IdentityCommandV1;

/**
 * What stood behind an entry of the identity log: a record and where it was read, or a command. Texts may be null.
 *
 * @param tableVersion -1 if the source has none
 */
public record Cause(
        long logOffset,
        String pipeline,
        String source,
        long tableVersion,
        String rowKey,
        String recordId,
        String commandId,
        String author) {

    static Cause of(Frames.Logged logged, long logOffset) {
        RawRecord record = logged.record();
        if (record != null) {
            return new Cause(
                    logOffset,
                    record.pipeline(),
                    record.source(),
                    record.tableVersion(),
                    record.rowKey(),
                    record.recordId(),
                    null,
                    null);
        }
        IdentityCommandV1 command = logged.entry().command();
        return new Cause(
                logOffset,
                null,
                null,
                -1,
                null,
                null,
                command == null ? null : command.commandId(),
                command == null ? null : command.author());
    }

    byte[] bytes() {
        ByteWriter out = new ByteWriter().number(logOffset).signed(tableVersion);
        for (String text : new String[] {pipeline, source, rowKey, recordId, commandId, author}) {
            out.number(text == null ? 0 : 1);
            if (text != null) {
                out.text(text);
            }
        }
        return out.bytes();
    }

    static Cause read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        long logOffset = in.number();
        long tableVersion = in.signed();
        String pipeline = text(in);
        String source = text(in);
        return new Cause(logOffset, pipeline, source, tableVersion, text(in), text(in), text(in), text(in));
    }

    private static String text(ByteReader in) {
        return in.number() == 0 ? null : in.text();
    }
}
