package io.penstock.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.run.HistoryDriver.Filter;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.RecordV1;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same random history of a table under every mode: appends, updates, deletes, merges, overwrites, OPTIMIZE,
 * RESTORE, columns renamed, added, dropped and retyped, read at random moments by runs that die at random borders. In
 * the end the records tell the table's state, with exactly one record per change that the mode can see.
 */
class RandomHistoryTest {
    private static final int SEEDS = Integer.getInteger("penstock.histories", 200);
    private static final List<String> SCORES = List.of("score", "score_b", "score_c", "score_d");
    private static final List<String> TIERS = List.of("free", "pro", "enterprise");

    private static Filter filter;

    /** A mode, and the change block that asks for it. */
    enum Mode {
        ROW_VERSION("{\"by\":\"row-version\",\"deletes\":\"compare\",\"mostDeleted\":1}"),
        WATERMARK(
                "{\"by\":\"watermark\",\"column\":\"at\",\"lookback\":\"PT15M\",\"deletes\":\"compare\",\"mostDeleted\":1}"),
        CHANGE_FEED("{\"by\":\"change-feed\",\"mostDeleted\":1}"),
        SNAPSHOT("{\"by\":\"snapshot\",\"mostDeleted\":1}");

        private final String change;

        Mode(String change) {
            this.change = change;
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        filter = new Filter(folder);
    }

    @AfterAll
    static void stop() {
        filter.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyHistoryEndsInTheTablesStateWithOneRecordPerChange(Mode mode) {
        for (long seed = 0; seed < SEEDS; seed++) {
            run(mode, seed, Long.MAX_VALUE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyHistoryThatBeginsInPagesEndsInTheTablesState(Mode mode) {
        for (long seed = 10_000; seed < 10_000 + SEEDS / 2; seed++) {
            run(mode, seed, 4);
        }
    }

    private void run(Mode mode, long seed, long pageRows) {
        try {
            new Story(mode, seed, pageRows).run();
        } catch (AssertionError | RuntimeException | SourceException e) {
            throw new AssertionError("mode " + mode + ", seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private static final class Story {
        private final Mode mode;
        private final Random random;
        private final boolean paged;
        private final FakeTable table =
                new FakeTable("id", "string", "score", "double", "tier", "string", "at", "timestamp", "note", "int");
        private final HistoryDriver driver;
        private final Set<Integer> brokenAt = new HashSet<>();
        private int notes;

        Story(Mode mode, long seed, long pageRows) {
            this.mode = mode;
            this.random = new Random(seed);
            this.paged = pageRows < 100;
            table.beat = Duration.ofMinutes(1);
            table.feedSpeaksNewest = random.nextBoolean();
            driver = new HistoryDriver(filter, table, plan(mode, seed));
            driver.chunkRows = 1 + random.nextInt(4);
            driver.pageRows = pageRows;
        }

        void run() throws SourceException {
            table.append(rows(5 + random.nextInt(paged ? 30 : 10)));
            int polls = 6 + random.nextInt(6);
            for (int i = 0; i < polls; i++) {
                for (int commits = random.nextInt(4); commits > 0; commits--) {
                    commit();
                }
                poll(true);
                if (random.nextInt(10) == 0) {
                    table.readableFrom =
                            Math.max(0, driver.checkpoint.position().tableVersion());
                }
            }
            do {
                poll(false);
            } while (driver.checkpoint.backfill() != null
                    || driver.checkpoint.position().tableVersion() < table.version());
            check();
        }

        private void poll(boolean faulty) throws SourceException {
            for (int tries = 0; ; tries++) {
                boolean fault = faulty && tries < 3 && random.nextInt(3) == 0;
                try {
                    if (fault) {
                        injectFault();
                    }
                    RunResult result = driver.poll();
                    assertThat(result).isNotInstanceOf(RunResult.Stopped.class);
                    driver.faults.clear();
                    table.dieAfter = -1;
                    if (!(result instanceof RunResult.Completed done) || !done.more() || random.nextBoolean()) {
                        return;
                    }
                } catch (RunOutput.OutputException e) {
                    assertThat(fault).isTrue();
                    brokenAt.add(driver.progress.size());
                } catch (SourceException e) {
                    assertThat(fault).as(e.getMessage()).isTrue();
                    brokenAt.add(driver.progress.size());
                }
                driver.faults.clear();
                table.dieAfter = -1;
                if (fault && random.nextInt(3) == 0) {
                    commit();
                }
            }
        }

        private void injectFault() {
            if (random.nextBoolean()) {
                table.dieAfter = random.nextInt(8);
                return;
            }
            for (int passing = random.nextInt(4); passing > 0; passing--) {
                driver.faults.add(null);
            }
            driver.faults.add(random.nextBoolean());
        }

        private void commit() {
            switch (random.nextInt(16)) {
                case 0, 1, 2 -> table.append(rows(1 + random.nextInt(3)));
                case 3, 4, 5 -> {
                    int share = 1 + random.nextInt(4);
                    table.update(id -> random.nextInt(share) == 0, row -> {
                        row.put(scoreName(), random.nextInt(5) / 4.0);
                        return row.put("at", stamp());
                    });
                }
                case 6 -> {
                    String stays =
                            table.state(table.version()).keySet().iterator().next();
                    table.delete(id -> !id.equals(stays) && random.nextInt(4) == 0);
                }
                case 7, 8 -> merge();
                case 9 -> table.overwrite(rows(3 + random.nextInt(8)));
                case 10 -> table.maintain(random.nextBoolean() ? "OPTIMIZE" : "SET TBLPROPERTIES");
                case 11 -> table.restore(Math.max(1, table.version() - 1 - random.nextInt(4)));
                case 12, 13 -> {
                    String now = scoreName();
                    List<String> others =
                            SCORES.stream().filter(name -> !name.equals(now)).toList();
                    table.rename(now, others.get(random.nextInt(others.size())));
                }
                case 14 -> {
                    if (random.nextBoolean() && has("note")) {
                        table.dropColumn("note");
                    } else {
                        table.addColumn("note_" + notes++, "string");
                    }
                }
                case 15 -> {
                    if (has("note") && random.nextInt(3) == 0) {
                        table.retype("note", "bigint");
                    } else if (random.nextInt(3) == 0) {
                        table.feed(false);
                        table.append(rows(1));
                        table.feed(true);
                    } else {
                        table.maintain("VACUUM START");
                    }
                }
                default -> throw new AssertionError();
            }
        }

        private void merge() {
            List<String> present = List.copyOf(table.state(table.version()).keySet());
            Set<String> deletes = new LinkedHashSet<>();
            Set<String> upserts = new LinkedHashSet<>();
            for (String id : present) {
                int dice = random.nextInt(6);
                if (dice == 0) {
                    deletes.add(id);
                } else if (dice == 1) {
                    upserts.add(id);
                }
            }
            upserts.add(newId());
            upserts.removeAll(deletes);
            table.merge(deletes, upserts.stream().map(this::row).toArray(String[]::new));
        }

        /** Rows whose keys the table does not have now, some of which it had before. */
        private String[] rows(int count) {
            Set<String> ids = new LinkedHashSet<>();
            while (ids.size() < count) {
                ids.add(newId());
            }
            return ids.stream().map(this::row).toArray(String[]::new);
        }

        private String newId() {
            Set<String> present = table.state(table.version()).keySet();
            while (true) {
                String id = "c" + random.nextInt(60);
                if (!present.contains(id)) {
                    return id;
                }
            }
        }

        private String row(String id) {
            return "{\"id\":\"" + id + "\",\"" + scoreName() + "\":" + random.nextInt(5) / 4.0 + ",\"tier\":\""
                    + TIERS.get(random.nextInt(3)) + "\",\"at\":\"" + stamp() + "\"}";
        }

        /** A writer's clock, up to seven minutes off, which the look-back covers. */
        private String stamp() {
            Instant at = table.nextAt().plusSeconds(random.nextInt(14 * 60) - 7 * 60L);
            return at.toString().replace("Z", ".000000Z");
        }

        private String scoreName() {
            return table.columns().stream()
                    .filter(column -> column.id().equals("2"))
                    .findFirst()
                    .orElseThrow()
                    .name();
        }

        private boolean has(String name) {
            return table.columns().stream().anyMatch(column -> column.name().equals(name));
        }

        private void check() {
            assertThat(driver.deadLetters).isEmpty();
            assertThat(driver.records).extracting(RecordV1::recordId).doesNotHaveDuplicates();
            Map<String, Instant> asOf = new LinkedHashMap<>();
            Map<String, List<String>> told = new LinkedHashMap<>();
            for (RecordV1 record : driver.records) {
                Instant before = asOf.put(record.rowKey(), record.asOf());
                assertThat(before == null || before.isBefore(record.asOf()))
                        .as("as-of of " + record.rowKey() + " rises")
                        .isTrue();
                told.computeIfAbsent(record.rowKey(), key -> new ArrayList<>())
                        .add(record.operation() == Operation.DELETE ? null : content(record));
            }
            Map<String, String> state = new LinkedHashMap<>();
            told.forEach((key, contents) -> {
                if (contents.getLast() != null) {
                    state.put(key, contents.getLast());
                }
            });
            assertThat(state).containsExactlyInAnyOrderEntriesOf(contents(table.version()));
            if (paged || feedWasLostInMidRun()) {
                told.forEach(this::isPartOfHistory);
            } else {
                assertThat(told).isEqualTo(expected());
            }
        }

        /**
         * A run told some changes of a commit and died, and before the next one the feed became unreadable: then those
         * changes are told, which were real, and the others of that commit are not.
         */
        private boolean feedWasLostInMidRun() {
            return mode == Mode.CHANGE_FEED
                    && brokenAt.stream()
                            .anyMatch(step -> step < driver.progress.size()
                                    && driver.progress.get(step).rebaselined());
        }

        /** One record per change between two states that were read; for the feed, per change of any commit. */
        private Map<String, List<String>> expected() {
            Map<String, List<String>> expected = new LinkedHashMap<>();
            Map<String, String> known = new LinkedHashMap<>();
            long position = -1;
            for (HistoryDriver.Progress step : driver.progress) {
                long next = step.checkpoint().position().tableVersion();
                boolean byCommit = mode == Mode.CHANGE_FEED && position >= 0 && !step.rebaselined();
                for (long version = byCommit ? position + 1 : next; version <= next; version++) {
                    Map<String, String> now = contents(version);
                    Set<String> keys = new HashSet<>(known.keySet());
                    keys.addAll(now.keySet());
                    for (String key : keys) {
                        if (!Objects.equals(known.get(key), now.get(key))) {
                            expected.computeIfAbsent(key, each -> new ArrayList<>())
                                    .add(now.get(key));
                        }
                    }
                    known = now;
                }
                position = next;
            }
            return expected;
        }

        /** Nothing is told that the row never was, in no other order, and nothing twice in a row. */
        private void isPartOfHistory(String key, List<String> told) {
            long version = 0;
            String before = null;
            for (String content : told) {
                assertThat(content).as("two records of " + key + " are alike").isNotEqualTo(before);
                while (!Objects.equals(contents(version).get(key), content)) {
                    assertThat(++version)
                            .as(key + " was never " + content + " after that")
                            .isLessThanOrEqualTo(table.version());
                }
                before = content;
            }
        }

        private Map<String, String> contents(long version) {
            Map<String, String> contents = new LinkedHashMap<>();
            table.state(version).forEach((key, values) -> contents.put(key, content(values)));
            return contents;
        }

        private String content(Map<String, JsonNode> values) {
            return values.get("2").decimalValue().stripTrailingZeros() + "/"
                    + values.get("3").asText();
        }

        private static String content(RecordV1 record) {
            return record.row().get("score").decimalValue().stripTrailingZeros() + "/"
                    + record.row().get("tier").asText();
        }
    }

    private static PipelinePlan plan(Mode mode, long seed) {
        String at = mode == Mode.WATERMARK ? ",\"at\":{\"type\":\"timestamp\"}" : "";
        String spec = "{\"source\":{\"connection\":\"lake\",\"table\":\"main.ml.scores\",\"key\":[\"id\"],\"change\":"
                + mode.change + ",\"contract\":{\"columns\":{\"id\":{\"type\":\"string\",\"required\":true},"
                + "\"score\":{\"type\":\"double\",\"was\":[\"score_b\",\"score_c\",\"score_d\"]},"
                + "\"tier\":{\"type\":\"string\"}" + at + "}}},"
                + "\"identity\":{\"given\":{\"customer_id\":\"id\"},\"address\":[\"customer_id\"]}}";
        return PipelinePlan.of(TestConfigs.config(
                ConfigV1.Kind.PIPELINE, "p-" + mode.name().toLowerCase(java.util.Locale.ROOT) + "-" + seed, 1, spec));
    }
}
