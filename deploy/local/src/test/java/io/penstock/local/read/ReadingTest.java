package io.penstock.local.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.local.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
    private static final Truth READABLE = new Truth.Readable(3);
    private static final Truth BROKEN = new Truth.Unreadable(new Refusal("X_Y", "broken"));

    @TempDir
    private Path folder;

    @Test
    void onlyAWholeReadAndARightRefusalAreGood() {
        assertThat(Reading.judge(READABLE, new PipelineEnd.Completed(3, 0)).isGood())
                .isTrue();
        assertThat(Reading.judge(BROKEN, new PipelineEnd.Failed("[A_B] no")).isGood())
                .isTrue();
        assertThat(Reading.judge(READABLE, new PipelineEnd.Completed(2, 0)).isGood())
                .isFalse();
        assertThat(Reading.judge(READABLE, new PipelineEnd.Completed(3, 1)).isGood())
                .isFalse();
        assertThat(Reading.judge(BROKEN, new PipelineEnd.Completed(0, 0)).isGood())
                .isFalse();
        assertThat(Reading.judge(READABLE, new PipelineEnd.Failed("[A_B] no")).isGood())
                .isFalse();
        assertThat(Reading.judge(BROKEN, new PipelineEnd.Running("reading")).isGood())
                .isFalse();
    }

    @Test
    void readsHowAPipelineEndedFromItsStatus() throws IOException {
        assertThat(end("{\"state\":\"idle\",\"runs\":1,\"rowsRead\":5,\"rowsQuarantined\":2}"))
                .isEqualTo(new PipelineEnd.Completed(5, 2));
        assertThat(end("{\"state\":\"idle\",\"runs\":0}")).isInstanceOf(PipelineEnd.Running.class);
        assertThat(end("{\"state\":\"failed\",\"detail\":\"why\"}")).isEqualTo(new PipelineEnd.Failed("why"));
        assertThat(end("{\"state\":\"warming\"}")).isEqualTo(new PipelineEnd.Running("warming"));
    }

    private static PipelineEnd end(String json) throws IOException {
        return PipelineEnd.of(JsonMapper.builder().build().readTree(json));
    }

    @Test
    void findsTheErrorClassInTheDriversAndInOurWords() {
        assertThat(Refusal.of("[DELTA_MISSING_PART_FILES] Couldn't find all part files. SQLSTATE: 42KD6\nmore"))
                .isEqualTo(new Refusal("DELTA_MISSING_PART_FILES", "Couldn't find all part files. SQLSTATE: 42KD6"));
        assertThat(Refusal.of("reading a.b.t0001-x: FAILED_READ_FILE.NO_HINT: cannot be read (SQLSTATE KD001)"))
                .isEqualTo(new Refusal(
                        "FAILED_READ_FILE.NO_HINT",
                        "reading a.b.t0001-x: FAILED_READ_FILE.NO_HINT: cannot be read (SQLSTATE KD001)"));
        assertThat(Refusal.of("[A_B] No. SQLSTATE: 42846] for statement [1], with response [T(x)]")
                        .sentence())
                .isEqualTo("No. SQLSTATE: 42846");
        assertThat(Refusal.of(null).errorClass()).isEqualTo("UNCLASSIFIED");
    }

    @Test
    void findsTablesAtAnyDepthAndGivesEachAPlainNameOfItsOwn() throws IOException {
        for (String table : List.of("a/x", "a/deep er/Ünï", "a/deep er/ünï", "b", "b/inside/a table")) {
            Files.createDirectories(folder.resolve(table).resolve("_delta_log"));
        }
        Files.createDirectories(folder.resolve("no table/data"));
        TableSearch search = new TableSearch(folder);

        List<FoundTable> found = search.find(List.of());
        assertThat(found).extracting(FoundTable::shown).containsExactly("a/deep er/Ünï", "a/deep er/ünï", "a/x", "b");
        assertThat(found)
                .extracting(FoundTable::pipeline)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"));
        assertThat(search.find(List.of("a.x", "b")))
                .extracting(FoundTable::shown)
                .containsExactly("a/x", "b");
        assertThatThrownBy(() -> search.find(List.of("c")))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("no table c");
        assertThatThrownBy(() -> search.find(List.of("no table/data")))
                .hasMessageContaining("no table no table/data")
                .hasMessageEndingWith("that folder has no _delta_log");
        assertThatThrownBy(() -> new TableSearch(folder.resolve("no table")).find(List.of()))
                .hasMessageContaining("no Delta table");
        assertThat(new TableSearch(folder.resolve("b")).find(List.of()))
                .extracting(FoundTable::shown)
                .containsExactly("b");
    }

    @Test
    void copiesWithoutTouchingTheOriginal() throws IOException {
        Path log = Files.createDirectories(folder.resolve("lake/t/_delta_log"));
        Files.writeString(log.resolve("0.json"), "{}");
        FoundTable table =
                new TableSearch(folder.resolve("lake")).find(List.of()).getFirst();

        TableSearch.copy(table, folder.resolve("copies"));

        Path copy = folder.resolve("copies/tables").resolve(table.pipeline()).resolve("_delta_log/0.json");
        assertThat(copy).hasContent("{}");
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(Files.getLastModifiedTime(log.resolve("0.json")));
    }

    @Test
    void tellsEachTableInALineAndAllInASummary() {
        FoundTable table = new FoundTable("a/x", folder, "t0001-a-x");
        FoundTable other = new FoundTable("b", folder, "t0002-b");
        ReadReport report = new ReadReport();
        report.add(table, new Reading.Whole(1));
        report.add(other, new Reading.WronglyRefused(new Refusal("A_B", "no."), 2));

        assertThat(ReadReport.line(table, new Reading.Whole(1))).isEqualTo("a/x: read 1 row");
        assertThat(ReadReport.line(table, new Reading.Refused(new Refusal("A_B", "no."))))
                .isEqualTo("a/x: refused: A_B: no. (Spark cannot read it either)");
        assertThat(report.summary()).isEqualTo("2 tables: 1 read in full, 0 refused as Spark refuses them, 1 failed");
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.json().path("tables").get(1).path("errorClass").asText())
                .isEqualTo("A_B");
        assertThat(report.json().path("summary").path("read").asInt()).isEqualTo(1);
    }
}
