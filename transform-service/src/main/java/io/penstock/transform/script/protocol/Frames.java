package io.penstock.transform.script.protocol;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;

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
        new FrameWriter(new DataOutputStream(bytes)).message(message);
        Lines last = message instanceof Message.Call call ? call.lines() : Lines.of();
        int length = bytes.size() + last.length();
        if (length > MAX_BYTES) throw new IOException("frame of " + length + " bytes is too long");
        var head = new DataOutputStream(out);
        head.writeInt(length);
        bytes.writeTo(out);
        out.write(last.bytes(), 0, last.length()); // Not by way of the array: they are nearly all that crosses.
        out.flush();
    }

    /** Reads one message, blocking. {@link EOFException} when the other side is gone. */
    public static Message read(InputStream in) throws IOException {
        int length = new DataInputStream(in).readInt();
        if (length < 1 || length > MAX_BYTES) throw new IOException("frame of " + length + " bytes");
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) throw new EOFException();
        try {
            return new FrameReader(bytes).message();
        } catch (IllegalArgumentException e) {
            throw new IOException("frame with an unknown name", e);
        } catch (BufferUnderflowException e) {
            throw new IOException("frame that ends too early", e);
        }
    }
}
