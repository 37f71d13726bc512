package io.penstock.transform.script;

import io.penstock.transform.script.protocol.Lines;
import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.Printed;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * One batch on its way to an answer for every row. Whatever stops a hand-over, the rest is handed over again, and a row
 * is blamed only when it failed alone as well: the worker may have been killed from outside, the machine may have been
 * busy, and memory may have been hoarded by rows before. Safe because scripts are pure.
 */
final class BatchRun {
    /** Hands lines to a worker. */
    interface Exchange {
        /**
         * {@link Message.Done}, {@link Message.Breach} or {@link Message.Rejected}.
         *
         * @param isolate whether it must be a fresh one, without what rows before may have left there
         */
        Message call(Lines lines, IsolateChoice isolate) throws WorkerLost;
    }

    /** Which isolate a hand-over may use. */
    enum IsolateChoice {
        WARM,
        FRESH
    }

    private static final int MAX_HANDOVER_LENGTH = 4 << 20;
    /** More at once would be no cheaper, and more rows would run again when one of them costs the worker. */
    private static final int MAX_HANDOVER_ROWS = 250;

    private static final int MAX_ROW_LENGTH = 8 << 20;
    /** Workers in a row that may die without a row running, before the rows are suspected all the same. */
    private static final int MAX_IDLE_LOSSES = 8;

    /** Rows {@code from} up to, not including, {@code to}. The last trial is the one that decides. */
    private record Range(int from, int to, boolean isLastTrial) {
        int size() {
            return to - from;
        }
    }

    private final Exchange exchange;
    private final Consumer<Printed> log;
    private final ScriptHealth health;
    private final List<RowLines.Line> lines;
    private final RowResult[] results;
    private final Deque<Range> open = new ArrayDeque<>();
    private int idleLosses;

    /** @param log takes what the rows printed, of a row that is given up too */
    BatchRun(Exchange exchange, Consumer<Printed> log, ScriptHealth health, List<Row> rows) {
        this.exchange = exchange;
        this.log = log;
        this.health = health;
        this.lines = rows.stream().map(RowLines::line).toList();
        this.results = new RowResult[lines.size()];
    }

    List<RowResult> run() {
        handOver(0, lines.size());
        while (!open.isEmpty() && !health.isPaused()) {
            Range range = open.pop();
            if (range.size() == 1 && lines.get(range.from()).length() > MAX_ROW_LENGTH)
                fail(range, ScriptErrorCode.INPUT_TOO_LARGE);
            else attempt(range);
        }
        for (int i = 0; i < results.length; i++) {
            if (results[i] == null) results[i] = new RowResult.Failed(RowError.of(ScriptErrorCode.SCRIPT_PAUSED));
        }
        return Arrays.asList(results);
    }

    /** Queues rows in order; in pieces when their text is long. */
    private void handOver(int from, int to) {
        Deque<Range> pieces = new ArrayDeque<>();
        int start = from;
        long length = 0;
        for (int i = from; i < to; i++) {
            boolean isFull = i - start == MAX_HANDOVER_ROWS
                    || i > start && length + lines.get(i).length() > MAX_HANDOVER_LENGTH;
            if (isFull) {
                pieces.push(new Range(start, i, false));
                start = i;
                length = 0;
            }
            length += lines.get(i).length();
        }
        if (start < to) pieces.push(new Range(start, to, false));
        pieces.forEach(open::push); // Both are stacks: the first piece ends on top.
    }

    private void push(int from, int to) {
        if (from < to) open.push(new Range(from, to, false));
    }

    private void pushLastTrial(int row) {
        open.push(new Range(row, row + 1, true));
    }

    private void attempt(Range range) {
        Lines batch = RowLines.batch(lines.subList(range.from(), range.to()));
        try {
            switch (exchange.call(batch, range.isLastTrial() ? IsolateChoice.FRESH : IsolateChoice.WARM)) {
                case Message.Done done -> {
                    accept(range, done.lines(), range.size());
                    log.accept(done.printed());
                }
                case Message.Breach breach -> breached(range, breach);
                case Message.Rejected rejected -> fail(range, rejected.code());
                default -> lost(range, -1);
            }
        } catch (WorkerLost e) {
            if (e.row() == WorkerLost.NONE_RUNNING && idleLosses++ < MAX_IDLE_LOSSES) open.push(range);
            else lost(range, e.row());
        } catch (IllegalArgumentException e) {
            lost(range, -1); // The worker's answer is not one: what made it so is the script.
        }
    }

    /** Takes over the first answers of a range; how many there must be, or at most are. */
    private int accept(Range range, String text, int expected) {
        List<String> answers = text.isEmpty() ? List.of() : Arrays.asList(text.split("\n", -1));
        if (answers.size() != expected)
            throw new IllegalArgumentException("expected " + expected + " lines, got " + answers.size());
        RowResult[] parsed = answers.stream().map(RowLines::result).toArray(RowResult[]::new);
        System.arraycopy(parsed, 0, results, range.from(), parsed.length);
        health.answered(parsed.length);
        if (parsed.length > 0) idleLosses = 0;
        return range.from() + parsed.length;
    }

    private void breached(Range range, Message.Breach breach) {
        int answered = (int) breach.lines().lines().count();
        if (answered > range.size()) throw new IllegalArgumentException("more answers than rows");
        int next = accept(range, breach.lines(), answered);
        log.accept(printed(breach.printed(), range.isLastTrial() ? range.size() : answered));
        int row = range.from() + breach.row();
        boolean hasRow = breach.row() >= 0 && row >= next && row < range.to();
        if (breach.code() == ScriptErrorCode.BATCH_LIMIT && next > range.from()) {
            push(next, range.to());
        } else if (range.size() == 1) {
            blame(range, breach.code() == ScriptErrorCode.BATCH_LIMIT ? ScriptErrorCode.TIMEOUT : breach.code());
        } else if (hasRow) {
            isolate(range, next, row, breach.code() == ScriptErrorCode.BATCH_LIMIT);
        } else {
            halve(next, range.to());
        }
    }

    /** Without the lines of rows that will run again. */
    private static Printed printed(Printed printed, int rows) {
        return new Printed(
                printed.lines().stream().filter(line -> line.row() < rows).toList(), printed.dropped());
    }

    private void lost(Range range, int row) {
        if (range.size() == 1) blame(range, ScriptErrorCode.SCRIPT_KILLED_WORKER);
        else if (row >= 0 && row < range.size()) isolate(range, range.from(), range.from() + row, false);
        else halve(range.from(), range.to());
    }

    /** The suspect runs alone, those before and after it without it. */
    private void isolate(Range range, int next, int row, boolean isInnocent) {
        push(row + 1, range.to());
        if (isInnocent) push(row, row + 1);
        else pushLastTrial(row);
        push(next, row);
    }

    private void halve(int from, int to) {
        if (to - from == 1) {
            pushLastTrial(from);
            return;
        }
        int middle = (from + to) >>> 1;
        push(middle, to);
        push(from, middle);
    }

    private void blame(Range range, ScriptErrorCode code) {
        if (!range.isLastTrial()) {
            pushLastTrial(range.from());
            return;
        }
        if (code == ScriptErrorCode.TIMEOUT) health.stopped();
        else health.lostWorker();
        fail(range, code);
    }

    private void fail(Range range, ScriptErrorCode code) {
        for (int i = range.from(); i < range.to(); i++) results[i] = new RowResult.Failed(RowError.of(code));
    }
}
