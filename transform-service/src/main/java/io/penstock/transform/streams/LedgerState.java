package io.penstock.transform.streams;

import io.penstock.transform.core.ledger.AttributeValue;
import io.penstock.transform.core.ledger.LedgerPage;
import io.penstock.transform.core.ledger.Line;
import io.penstock.transform.core.ledger.RowMemory;
import io.penstock.transform.core.ledger.Write;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;

/** How pages of the ledger and memories of rows look in their stores. A call is written once, whatever it carried. */
final class LedgerState {
    private static final int FORMAT = 1;

    private LedgerState() {}

    static Serde<LedgerPage> pages() {
        return StateBytes.serde(LedgerState::write, LedgerState::page);
    }

    static Serde<RowMemory> rows() {
        return StateBytes.serde(LedgerState::write, LedgerState::memory);
    }

    private static void write(DataOutputStream out, LedgerPage page) throws IOException {
        Map<Write, Integer> calls = new LinkedHashMap<>();
        page.lines().values().forEach(line -> {
            number(calls, line.latest());
            line.pending().forEach(said -> number(calls, said.write()));
            line.acknowledged().ifPresent(said -> number(calls, said.write()));
        });
        out.writeByte(FORMAT);
        out.writeInt(calls.size());
        for (Write call : calls.keySet()) {
            write(out, call);
        }
        out.writeInt(page.lines().size());
        for (Map.Entry<String, Line> entry : page.lines().entrySet()) {
            Line line = entry.getValue();
            StateBytes.text(out, entry.getKey());
            out.writeInt(calls.get(line.latest()));
            out.writeBoolean(line.doubtful());
            out.writeBoolean(line.acknowledged().isPresent());
            if (line.acknowledged().isPresent()) {
                write(out, line.acknowledged().get(), calls);
            }
            out.writeByte(line.pending().size());
            for (Line.Said said : line.pending()) {
                write(out, said, calls);
            }
        }
        out.writeInt(page.overtaken().size());
        for (String id : page.overtaken()) {
            StateBytes.text(out, id);
        }
    }

    private static void number(Map<Write, Integer> calls, Write call) {
        calls.putIfAbsent(call, calls.size());
    }

    private static void write(DataOutputStream out, Line.Said said, Map<Write, Integer> calls) throws IOException {
        StateBytes.text(out, said.value().text());
        out.writeInt(calls.get(said.write()));
        StateBytes.time(out, said.at());
    }

    private static void write(DataOutputStream out, Write call) throws IOException {
        StateBytes.text(out, call.deliveryId());
        StateBytes.text(out, call.pipeline());
        out.writeLong(call.version());
        StateBytes.text(out, call.rowKey());
        StateBytes.text(out, call.rowVersion());
        out.writeInt(call.ordinal());
        StateBytes.time(out, call.asOf());
        StateBytes.text(out, call.source());
        out.writeLong(call.commitVersion());
        out.writeLong(call.tableVersion());
    }

    private static LedgerPage page(DataInputStream in) throws IOException {
        format(in);
        List<Write> calls = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            calls.add(call(in));
        }
        Map<String, Line> lines = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            lines.put(StateBytes.text(in), line(in, calls));
        }
        List<String> overtaken = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            overtaken.add(StateBytes.text(in));
        }
        return new LedgerPage(lines, overtaken);
    }

    private static Write call(DataInputStream in) throws IOException {
        return new Write(
                StateBytes.text(in),
                StateBytes.text(in),
                in.readLong(),
                StateBytes.text(in),
                StateBytes.text(in),
                in.readInt(),
                StateBytes.time(in),
                StateBytes.text(in),
                in.readLong(),
                in.readLong());
    }

    private static Line line(DataInputStream in, List<Write> calls) throws IOException {
        Write latest = calls.get(in.readInt());
        boolean doubtful = in.readBoolean();
        Optional<Line.Said> acknowledged = in.readBoolean() ? Optional.of(said(in, calls)) : Optional.empty();
        List<Line.Said> pending = new ArrayList<>();
        for (int left = in.readByte(); left > 0; left--) {
            pending.add(said(in, calls));
        }
        return new Line(latest, pending, acknowledged, doubtful);
    }

    private static Line.Said said(DataInputStream in, List<Write> calls) throws IOException {
        return new Line.Said(new AttributeValue(StateBytes.text(in)), calls.get(in.readInt()), StateBytes.time(in));
    }

    private static void write(DataOutputStream out, RowMemory memory) throws IOException {
        List<RowMemory.Seen> rows = memory.rows();
        out.writeByte(FORMAT);
        out.writeInt(rows.size());
        for (RowMemory.Seen seen : rows) {
            out.writeLong(seen.key());
            out.writeLong(seen.asOfMicros());
            out.writeLong(seen.commitVersion());
            out.writeLong(seen.version());
        }
    }

    private static RowMemory memory(DataInputStream in) throws IOException {
        format(in);
        List<RowMemory.Seen> rows = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            rows.add(new RowMemory.Seen(in.readLong(), in.readLong(), in.readLong(), in.readLong()));
        }
        return new RowMemory(rows);
    }

    private static void format(DataInputStream in) throws IOException {
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("expected format " + FORMAT + ", found " + format);
        }
    }
}
