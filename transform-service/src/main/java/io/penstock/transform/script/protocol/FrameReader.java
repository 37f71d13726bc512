package io.penstock.transform.script.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what is inside a frame. {@link IllegalArgumentException} for a name that is none of the protocol's,
 * {@link java.nio.BufferUnderflowException} at its end.
 */
final class FrameReader {
    private final ByteBuffer in;

    FrameReader(byte[] frame) {
        in = ByteBuffer.wrap(frame);
    }

    Message message() throws IOException {
        return switch (in.get()) {
            case 1 -> load();
            case 2 -> new Message.Call(text(), lines());
            case 3 -> new Message.Ready(EngineName.valueOf(text()), text());
            case 4 -> new Message.Loaded(ScriptForm.valueOf(text()), printed());
            case 5 -> new Message.Rejected(code(), text(), place());
            case 6 -> new Message.NotLoaded();
            case 7 -> new Message.Done(text(), printed());
            case 8 -> new Message.Breach(code(), in.getInt(), text(), printed());
            default -> throw new IOException("frame of an unknown kind");
        };
    }

    private Message.Load load() throws IOException {
        return new Message.Load(
                text(), text(), text(), text(), text(), modules(), personal(), in.getInt(), in.getInt());
    }

    private Map<String, String> modules() throws IOException {
        Map<String, String> modules = new LinkedHashMap<>();
        for (int left = in.getInt(); left > 0; left--) modules.put(text(), text());
        return modules;
    }

    private List<String> personal() throws IOException {
        List<String> columns = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) columns.add(text());
        return columns;
    }

    private Printed printed() throws IOException {
        List<Printed.Line> lines = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            lines.add(new Printed.Line(in.getInt(), Printed.Level.valueOf(text()), place(), text()));
        }
        return new Printed(lines, in.getInt());
    }

    private Place place() throws IOException {
        return new Place(text(), in.getInt(), in.getInt());
    }

    private ScriptErrorCode code() throws IOException {
        return ScriptErrorCode.valueOf(text());
    }

    private String text() throws IOException {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) throw new IOException("frame with a text of " + length + " bytes");
        String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    private Lines lines() throws IOException {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / Integer.BYTES) throw new IOException("frame of " + count + " lines");
        int[] ends = new int[count];
        int last = 0;
        for (int i = 0; i < count; i++) {
            ends[i] = in.getInt();
            if (ends[i] < last) throw new IOException("a line that ends before it begins");
            last = ends[i];
        }
        if (last > in.remaining()) throw new IOException("frame with lines of " + last + " bytes");
        byte[] bytes = new byte[last];
        in.get(bytes);
        return new Lines(bytes, ends);
    }
}
