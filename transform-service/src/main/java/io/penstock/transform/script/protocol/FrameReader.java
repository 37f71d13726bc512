package io.penstock.transform.script.protocol;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what is inside a frame. {@link IllegalArgumentException} for a name that is none of the protocol's. */
final class FrameReader {
    private final DataInputStream in;

    FrameReader(DataInputStream in) {
        this.in = in;
    }

    Message message() throws IOException {
        return switch (in.readByte()) {
            case 1 -> load();
            case 2 -> new Message.Call(text(), text());
            case 3 -> new Message.Ready(EngineName.valueOf(text()), text());
            case 4 -> new Message.Loaded(ScriptForm.valueOf(text()), printed());
            case 5 -> new Message.Rejected(code(), text(), place());
            case 6 -> new Message.NotLoaded();
            case 7 -> new Message.Done(text(), printed());
            case 8 -> new Message.Breach(code(), in.readInt(), text(), printed());
            default -> throw new IOException("frame of an unknown kind");
        };
    }

    private Message.Load load() throws IOException {
        return new Message.Load(
                text(), text(), text(), text(), text(), modules(), personal(), in.readInt(), in.readInt());
    }

    private Map<String, String> modules() throws IOException {
        Map<String, String> modules = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) modules.put(text(), text());
        return modules;
    }

    private List<String> personal() throws IOException {
        List<String> columns = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) columns.add(text());
        return columns;
    }

    private Printed printed() throws IOException {
        List<Printed.Line> lines = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            lines.add(new Printed.Line(in.readInt(), Printed.Level.valueOf(text()), place(), text()));
        }
        return new Printed(lines, in.readInt());
    }

    private Place place() throws IOException {
        return new Place(text(), in.readInt(), in.readInt());
    }

    private ScriptErrorCode code() throws IOException {
        return ScriptErrorCode.valueOf(text());
    }

    private String text() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) throw new IOException("frame with a text of " + length + " bytes");
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
