package io.penstock.transform.streams;

import io.penstock.transform.core.ledger.AttributeValue;
import io.penstock.transform.core.ledger.LedgerPage;
import io.penstock.transform.core.ledger.Line;
import io.penstock.transform.core.ledger.RowMemory;
import io.penstock.transform.core.ledger.Write;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;

/**
 * How pages of the ledger and memories of rows look in their stores. A page is written for every row: what its lines
 * have in common, calls and times, is in it once.
 */
final class LedgerState {
    private static final int ROWS_FORMAT = 1;
    private static final int PAGE_FORMAT = 2;

    private static final int DOUBTFUL = 1;
    private static final int ACKNOWLEDGED = 2;

    private LedgerState() {}

    static Serde<LedgerPage> pages() {
        return StateBytes.serde(LedgerState::write, LedgerState::page);
    }

    static Serde<RowMemory> rows() {
        return StateBytes.serde(LedgerState::write, LedgerState::memory);
    }

    static void write(StateOutput out, LedgerPage page) {
        Numbered<Write> calls = new Numbered<>();
        Numbered<Instant> times = new Numbered<>();
        page.lines().values().forEach(line -> {
            calls.number(line.latest());
            line.said().forEach(said -> {
                calls.number(said.write());
                times.number(said.at());
            });
        });
        out.octet(PAGE_FORMAT);
        out.number(calls.all().size());
        calls.all().forEach(call -> write(out, call));
        out.number(times.all().size());
        times.all().forEach(out::time);
        out.number(page.lines().size());
        page.lines().forEach((name, line) -> {
            out.text(name);
            out.number(calls.number(line.latest()));
            out.octet((line.doubtful() ? DOUBTFUL : 0) | (line.acknowledged().isPresent() ? ACKNOWLEDGED : 0));
            out.number(line.pending().size());
            line.said().forEach(said -> {
                out.text(said.value().text());
                out.number(calls.number(said.write()));
                out.number(times.number(said.at()));
            });
        });
        out.number(page.overtaken().size());
        page.overtaken().forEach(out::text);
    }

    private static void write(StateOutput out, Write call) {
        out.text(call.deliveryId());
        out.text(call.pipeline());
        out.number(call.version());
        out.text(call.rowKey());
        out.text(call.rowVersion());
        out.number(call.ordinal());
        out.time(call.asOf());
        out.text(call.source());
        out.number(call.commitVersion());
        out.number(call.tableVersion());
    }

    static LedgerPage page(StateInput in) throws IOException {
        int format = in.octet();
        if (format == OldLedgerPage.FORMAT) {
            return OldLedgerPage.read(in);
        }
        if (format != PAGE_FORMAT) {
            throw new IOException("expected format " + PAGE_FORMAT + ", found " + format);
        }
        List<Write> calls = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            calls.add(call(in));
        }
        List<Instant> times = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            times.add(in.time());
        }
        SortedMap<String, Line> lines = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            lines.put(in.text(), line(in, calls, times));
        }
        List<String> overtaken = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            overtaken.add(in.text());
        }
        return new LedgerPage(lines, overtaken);
    }

    private static Write call(StateInput in) {
        return new Write(
                in.text(),
                in.text(),
                in.number(),
                in.text(),
                in.text(),
                in.count(),
                in.time(),
                in.text(),
                in.number(),
                in.number());
    }

    private static Line line(StateInput in, List<Write> calls, List<Instant> times) {
        Write latest = calls.get(in.count());
        int flags = in.octet();
        int more = in.count();
        Optional<Line.Said> acknowledged =
                (flags & ACKNOWLEDGED) == 0 ? Optional.empty() : Optional.of(said(in, calls, times));
        List<Line.Said> pending = new ArrayList<>(more);
        for (int left = more; left > 0; left--) {
            pending.add(said(in, calls, times));
        }
        return new Line(latest, pending, acknowledged, (flags & DOUBTFUL) != 0);
    }

    private static Line.Said said(StateInput in, List<Write> calls, List<Instant> times) {
        return new Line.Said(new AttributeValue(in.text()), calls.get(in.count()), times.get(in.count()));
    }

    private static void write(StateOutput out, RowMemory memory) {
        List<RowMemory.Seen> rows = memory.rows();
        out.octet(ROWS_FORMAT);
        out.fixedInt(rows.size());
        for (RowMemory.Seen seen : rows) {
            out.fixed(seen.key());
            out.fixed(seen.asOfMicros());
            out.fixed(seen.commitVersion());
            out.fixed(seen.version());
        }
    }

    private static RowMemory memory(StateInput in) throws IOException {
        in.format(ROWS_FORMAT);
        List<RowMemory.Seen> rows = new ArrayList<>();
        for (int left = in.fixedInt(); left > 0; left--) {
            rows.add(new RowMemory.Seen(in.fixed(), in.fixed(), in.fixed(), in.fixed()));
        }
        return new RowMemory(rows);
    }
}
