package io.penstock.transform.script.protocol;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes what is inside a frame, but for the texts of lines, which come last; {@link FrameReader} reads it back. */
final class FrameWriter {
    private final DataOutputStream out;

    FrameWriter(DataOutputStream out) {
        this.out = out;
    }

    void message(Message message) throws IOException {
        switch (message) {
            case Message.Load m -> {
                out.writeByte(1);
                load(m);
            }
            case Message.Call m -> {
                out.writeByte(2);
                text(m.key());
                ends(m.lines());
            }
            case Message.Ready m -> {
                out.writeByte(3);
                text(m.engine().name());
                text(m.version());
            }
            case Message.Loaded m -> {
                out.writeByte(4);
                text(m.form().name());
                printed(m.printed());
            }
            case Message.Rejected m -> {
                out.writeByte(5);
                text(m.code().name());
                text(m.message());
                place(m.place());
            }
            case Message.NotLoaded m -> out.writeByte(6);
            case Message.Done m -> {
                out.writeByte(7);
                text(m.lines());
                printed(m.printed());
            }
            case Message.Breach m -> {
                out.writeByte(8);
                text(m.code().name());
                out.writeInt(m.row());
                text(m.lines());
                printed(m.printed());
            }
        }
    }

    private void load(Message.Load load) throws IOException {
        text(load.key());
        text(load.pipeline());
        text(load.version());
        text(load.file());
        text(load.text());
        out.writeInt(load.modules().size());
        for (Map.Entry<String, String> module : load.modules().entrySet()) {
            text(module.getKey());
            text(module.getValue());
        }
        out.writeInt(load.personal().size());
        for (String column : load.personal()) text(column);
        out.writeInt(load.rowTimeoutMs());
        out.writeInt(load.batchTimeoutMs());
    }

    private void printed(Printed printed) throws IOException {
        out.writeInt(printed.lines().size());
        for (Printed.Line line : printed.lines()) {
            out.writeInt(line.row());
            text(line.level().name());
            place(line.place());
            text(line.text());
        }
        out.writeInt(printed.dropped());
    }

    private void place(Place place) throws IOException {
        text(place.file());
        out.writeInt(place.line());
        out.writeInt(place.column());
    }

    private void ends(Lines lines) throws IOException {
        out.writeInt(lines.ends().length);
        for (int end : lines.ends()) out.writeInt(end);
    }

    private void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
