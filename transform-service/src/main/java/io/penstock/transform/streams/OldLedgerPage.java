package io.penstock.transform.streams;

import io.penstock.transform.core.ledger.AttributeValue;
import io.penstock.transform.core.ledger.LedgerPage;
import io.penstock.transform.core.ledger.Line;
import io.penstock.transform.core.ledger.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages as versions up to November 2026 wrote them, with every number in full. */
final class OldLedgerPage {
    static final int FORMAT = 1;

    private OldLedgerPage() {}

    /** Reads what comes after the format. */
    static LedgerPage read(StateInput in) {
        List<Write> calls = new ArrayList<>();
        for (int left = in.fixedInt(); left > 0; left--) {
            calls.add(call(in));
        }
        Map<String, Line> lines = new LinkedHashMap<>();
        for (int left = in.fixedInt(); left > 0; left--) {
            lines.put(text(in), line(in, calls));
        }
        List<String> overtaken = new ArrayList<>();
        for (int left = in.fixedInt(); left > 0; left--) {
            overtaken.add(text(in));
        }
        return new LedgerPage(lines, overtaken);
    }

    private static Write call(StateInput in) {
        return new Write(
                text(in),
                text(in),
                in.fixed(),
                text(in),
                text(in),
                in.fixedInt(),
                time(in),
                text(in),
                in.fixed(),
                in.fixed());
    }

    private static Line line(StateInput in, List<Write> calls) {
        Write latest = calls.get(in.fixedInt());
        boolean doubtful = in.octet() != 0;
        Optional<Line.Said> acknowledged = in.octet() == 0 ? Optional.empty() : Optional.of(said(in, calls));
        List<Line.Said> pending = new ArrayList<>();
        for (int left = in.octet(); left > 0; left--) {
            pending.add(said(in, calls));
        }
        return new Line(latest, pending, acknowledged, doubtful);
    }

    private static Line.Said said(StateInput in, List<Write> calls) {
        return new Line.Said(new AttributeValue(text(in)), calls.get(in.fixedInt()), time(in));
    }

    private static String text(StateInput in) {
        return in.text(in.fixedInt());
    }

    private static Instant time(StateInput in) {
        return Instant.ofEpochSecond(in.fixed(), in.fixedInt());
    }
}
