package io.penstock.transform.script;

import static io.penstock.transform.script.ScriptFixture.codeOf;
import static io.penstock.transform.script.ScriptFixture.row;
import static io.penstock.transform.script.ScriptFixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.script.protocol.Lines;
import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.Printed;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRunTest {
    private final List<Integer> sizes = new ArrayList<>();

    /** A worker that answers with the row itself and does what the rows say: {@code {"die": true}}. */
    private Message echo(Lines lines, boolean isHinting) throws WorkerLost {
        List<String> rows = rowsOf(lines);
        sizes.add(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).contains("die")) throw new WorkerLost("dead", isHinting ? i : -1, null);
        }
        return done(rows.stream().map(r -> "o{\"line\":" + r + "}").collect(Collectors.joining("\n")));
    }

    /** Without the last line, which has their keys and times. */
    private static List<String> rowsOf(Lines batch) {
        List<String> pieces = batch.texts();
        return pieces.subList(0, pieces.size() - 1).stream()
                .flatMap(piece ->
                        Stream.of(piece.substring(1, piece.length() - 1).split(",\r")))
                .toList();
    }

    private static Message done(String lines) {
        return new Message.Done(lines, Printed.NOTHING);
    }

    private static BatchRun batch(BatchRun.Exchange exchange, ScriptHealth health, List<Row> rows) {
        return new BatchRun(exchange, printed -> {}, health, rows);
    }

    private static List<Row> rows(int count, int... deadly) {
        return IntStream.range(0, count)
                .mapToObj(i -> row(
                        IntStream.of(deadly).anyMatch(d -> d == i)
                                ? "{\"n\":" + i + ",\"die\":true}"
                                : "{\"n\":" + i + "}"))
                .toList();
    }

    private static List<Integer> failures(List<RowResult> results) {
        return IntStream.range(0, results.size())
                .filter(i -> results.get(i) instanceof RowResult.Failed)
                .boxed()
                .toList();
    }

    private static ScriptHealth patient() {
        return new ScriptHealth(1_000, 1_000);
    }

    @Test
    void answersKeepTheOrderOfTheRows() {
        var results = batch((lines, isolate) -> echo(lines, true), patient(), rows(5, 1, 3))
                .run();
        assertThat(IntStream.of(0, 2, 4)
                        .map(i -> valueOf(results.get(i)).get("line").get("n").intValue()))
                .containsExactly(0, 2, 4);
    }

    @Test
    void aHintFindsTheDeadlyRowWithTwoDeaths() {
        var results = batch((lines, isolate) -> echo(lines, true), patient(), rows(100, 70))
                .run();
        assertThat(failures(results)).containsExactly(70);
        assertThat(codeOf(results.get(70))).isEqualTo(ScriptErrorCode.SCRIPT_KILLED_WORKER);
        assertThat(sizes).containsExactly(100, 70, 1, 29);
    }

    @Test
    void withoutAHintHalvingFindsEveryDeadlyRow() {
        var results = batch((lines, isolate) -> echo(lines, false), patient(), rows(100, 0, 63, 99))
                .run();
        assertThat(failures(results)).containsExactly(0, 63, 99);
    }

    @Test
    void aSingleRowIsBlamedOnlyAfterASecondDeath() {
        batch((lines, isolate) -> echo(lines, false), patient(), rows(1, 0)).run();
        assertThat(sizes).containsExactly(1, 1);
    }

    @Test
    void aDeathThatDoesNotRepeatCostsNoRow() {
        var results = batch(
                        (lines, isolate) -> {
                            if (sizes.isEmpty()) {
                                sizes.add(0);
                                throw new WorkerLost("killed from outside", 3, null);
                            }
                            return echo(lines, true);
                        },
                        patient(),
                        rows(6))
                .run();
        assertThat(failures(results)).isEmpty();
    }

    @Test
    void aRowIsNotBlamedForWorkersThatDiedBeforeItBegan() {
        AtomicInteger dead = new AtomicInteger(5);
        var results = batch(
                        (lines, isolate) -> {
                            if (dead.getAndDecrement() > 0) {
                                throw new WorkerLost("killed from outside", WorkerLost.NONE_RUNNING, null);
                            }
                            return echo(lines, true);
                        },
                        patient(),
                        rows(1))
                .run();
        assertThat(failures(results)).isEmpty();
    }

    @Test
    void workersThatNeverGetToARowDoNotHoldABatchForEver() {
        var results = batch(
                        (lines, isolate) -> {
                            throw new WorkerLost("dead", WorkerLost.NONE_RUNNING, null);
                        },
                        patient(),
                        rows(2))
                .run();
        assertThat(failures(results)).hasSize(2);
    }

    @Test
    void theRestOfABatchThatRanOutOfTimeIsHandedOverAgain() {
        var results = batch(
                        (lines, isolate) -> {
                            List<String> rows = rowsOf(lines);
                            sizes.add(rows.size());
                            int done = Math.min(4, rows.size());
                            String answers =
                                    rows.stream().limit(done).map(r -> "d").collect(Collectors.joining("\n"));
                            return done == rows.size()
                                    ? done(answers)
                                    : new Message.Breach(ScriptErrorCode.BATCH_LIMIT, done, answers, Printed.NOTHING);
                        },
                        patient(),
                        rows(10))
                .run();
        assertThat(results).hasSize(10).allMatch(r -> r instanceof RowResult.Dropped);
        assertThat(sizes).containsExactly(10, 6, 2);
    }

    @Test
    void answersThatDoNotFitAreTreatedLikeALostWorker() {
        var results = batch((lines, isolate) -> done("o{}\no{}\no{}"), patient(), rows(2))
                .run();
        assertThat(results.stream().map(ScriptFixture::codeOf)).containsOnly(ScriptErrorCode.SCRIPT_KILLED_WORKER);
        var odd = batch((lines, isolate) -> done("x?"), patient(), rows(1)).run();
        assertThat(codeOf(odd.getFirst())).isEqualTo(ScriptErrorCode.SCRIPT_KILLED_WORKER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o{}{}",
                "o{},\"more\":{}",
                "o{}}",
                "o7",
                "o",
                "o{\"a\":}",
                "o[{\"type\":\"track\"}]]",
                "o[{\"type\":1}]"
            })
    void anAnswerThatIsNotOneValueIsNone(String answer) {
        var results =
                batch((lines, isolate) -> done(answer), patient(), rows(1)).run();
        assertThat(results.getFirst()).isInstanceOf(RowResult.Failed.class);
    }

    @Test
    void aScriptIsPausedAfterItsLastLossAndTheRestDoesNotRun() {
        var results = batch((lines, isolate) -> echo(lines, true), new ScriptHealth(2, 1_000), rows(6, 0, 1))
                .run();
        assertThat(results.stream().map(ScriptFixture::codeOf))
                .containsExactly(
                        ScriptErrorCode.SCRIPT_KILLED_WORKER,
                        ScriptErrorCode.SCRIPT_KILLED_WORKER,
                        ScriptErrorCode.SCRIPT_PAUSED,
                        ScriptErrorCode.SCRIPT_PAUSED,
                        ScriptErrorCode.SCRIPT_PAUSED,
                        ScriptErrorCode.SCRIPT_PAUSED);
    }

    @Test
    void aScriptThatCannotBeLoadedAnyMoreBlamesNoRow() {
        var results = batch(
                        (lines, isolate) -> new Message.Rejected(ScriptErrorCode.SCRIPT_REJECTED, "m", Place.UNKNOWN),
                        patient(),
                        rows(2))
                .run();
        assertThat(results).allMatch(r -> !codeOf(r).blamesRow());
    }

    @Test
    void aRowThatIsTooLongNeverReachesAWorker() {
        var large = row("{\"s\":\"" + "x".repeat(9 << 20) + "\"}");
        var results = batch((lines, isolate) -> echo(lines, true), patient(), List.of(row("{}"), large, row("{}")))
                .run();
        assertThat(failures(results)).containsExactly(1);
        assertThat(codeOf(results.get(1))).isEqualTo(ScriptErrorCode.INPUT_TOO_LARGE);
        assertThat(sizes).containsExactly(1, 1);
    }

    @Test
    void theLastTrialOfARowRunsInAFreshIsolate() {
        var choices = new ArrayList<BatchRun.IsolateChoice>();
        batch(
                        (lines, isolate) -> {
                            choices.add(isolate);
                            return echo(lines, true);
                        },
                        patient(),
                        rows(3, 1))
                .run();
        assertThat(choices)
                .containsExactly(
                        BatchRun.IsolateChoice.WARM,
                        BatchRun.IsolateChoice.WARM,
                        BatchRun.IsolateChoice.FRESH,
                        BatchRun.IsolateChoice.WARM);
    }
}
