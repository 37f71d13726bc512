package io.penstock.transform.script.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Messages on a stream: length of the rest (4 bytes, big-endian), kind (1 byte), fields; texts as length and UTF-8. A
 * frame that breaks the rules ends in an {@link IOException}: neither side trusts the other's bytes.
 */
public final class Frames {
    /** Longest frame accepted, in bytes. */
    public static final int MAX_BYTES = 48 << 20;

    private Frames() {}

    /** Writes one message and flushes. Blocks while the pipe is full. */
    public static void write(OutputStream out, Message message) throws IOException {
        var bytes = new ByteArrayOutputStream(1024);
        var data = new DataOutputStream(bytes);
        switch (message) {
            case Message.Load m -> {
                data.writeByte(1);
                text(data, m.key());
                text(data, m.pipeline());
                text(data, m.version());
                text(data, m.text());
                data.writeInt(m.rowTimeoutMs());
                data.writeInt(m.batchTimeoutMs());
            }
            case Message.Call m -> {
                data.writeByte(2);
                text(data, m.key());
                text(data, m.lines());
            }
            case Message.Ready m -> {
                data.writeByte(3);
                text(data, m.engine());
            }
            case Message.Loaded m -> {
                data.writeByte(4);
                text(data, m.form().name());
            }
            case Message.Rejected m -> {
                data.writeByte(5);
                text(data, m.code().name());
                text(data, m.message());
                data.writeInt(m.line());
                data.writeInt(m.column());
            }
            case Message.NotLoaded m -> data.writeByte(6);
            case Message.Done m -> {
                data.writeByte(7);
                text(data, m.lines());
            }
            case Message.Breach m -> {
                data.writeByte(8);
                text(data, m.code().name());
                data.writeInt(m.row());
                text(data, m.lines());
            }
        }
        if (bytes.size() > MAX_BYTES) throw new IOException("frame of " + bytes.size() + " bytes is too long");
        var head = new DataOutputStream(out);
        head.writeInt(bytes.size());
        bytes.writeTo(out);
        out.flush();
    }

    /** Reads one message, blocking. {@link EOFException} when the other side is gone. */
    public static Message read(InputStream in) throws IOException {
        int length = new DataInputStream(in).readInt();
        if (length < 1 || length > MAX_BYTES) throw new IOException("frame of " + length + " bytes");
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) throw new EOFException();
        var data = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            return switch (data.readByte()) {
                case 1 ->
                    new Message.Load(text(data), text(data), text(data), text(data), data.readInt(), data.readInt());
                case 2 -> new Message.Call(text(data), text(data));
                case 3 -> new Message.Ready(text(data));
                case 4 -> new Message.Loaded(ScriptForm.valueOf(text(data)));
                case 5 -> new Message.Rejected(code(data), text(data), data.readInt(), data.readInt());
                case 6 -> new Message.NotLoaded();
                case 7 -> new Message.Done(text(data));
                case 8 -> new Message.Breach(code(data), data.readInt(), text(data));
                default -> throw new IOException("frame of an unknown kind");
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("frame with an unknown name", e);
        }
    }

    private static ScriptErrorCode code(DataInputStream in) throws IOException {
        return ScriptErrorCode.valueOf(text(in));
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) throw new IOException("frame with a text of " + length + " bytes");
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
