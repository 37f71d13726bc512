package io.penstock.ingest.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.read.Commit;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Parameters here are copies of what {@code DESCRIBE HISTORY} of Delta 4.4 answered. */
class LineageTest {
    private static final SourceSchema THEN = SourceSchema.of(List.of(
            new SourceColumn("id", "string", null, null),
            new SourceColumn("a", "int", null, null),
            new SourceColumn("s", "struct<x:int,y:string>", null, null),
            new SourceColumn("m", "array<struct<p:int>>", null, null),
            new SourceColumn("n", "map<string,struct<q:int>>", null, null)));

    @Test
    void replaysWhatDeltaWrites() {
        Lineage lineage = Lineage.of(
                THEN,
                history(
                        commit(2, "RENAME COLUMN", Map.of("oldColumnPath", "a", "newColumnPath", "c")),
                        commit(3, "RENAME COLUMN", Map.of("oldColumnPath", "s.x", "newColumnPath", "s.z")),
                        commit(4, "ADD COLUMNS", Map.of("columns", """
                                [{"column":{"name":"e","type":"string","nullable":true,"metadata":{"comment":"he said \\"x\\" {}[]"}}},\
                                {"column":{"name":"f","type":"decimal(10,2)","nullable":true,"metadata":{}},"position":"AFTER id"}]""")),
                        commit(5, "ADD COLUMNS", Map.of("columns", """
                                [{"column":{"name":"s.w","type":"integer","nullable":true,"metadata":{}}}]""")),
                        commit(6, "DROP COLUMNS", Map.of("columns", "[\"id\",\"s.w\"]")),
                        commit(
                                7,
                                "RENAME COLUMN",
                                Map.of("oldColumnPath", "m.element.p", "newColumnPath", "m.element.p2")),
                        commit(8, "RENAME COLUMN", Map.of("oldColumnPath", "n.value.q", "newColumnPath", "n.value.q2")),
                        commit(14, "CHANGE COLUMN", Map.of("position", "FIRST", "column", """
                                {"name":"c","type":"integer","nullable":true,"metadata":{"delta.columnMapping.id":2,\
                                "comment":"comment","delta.columnMapping.physicalName":"col-62bcba3d"}}"""))));

        assertThat(lineage.column("a").orElseThrow().name()).isEqualTo("c");
        assertThat(lineage.column("a").orElseThrow().changes()).containsExactly("14 CHANGE COLUMN");
        assertThat(lineage.column("id")).isEmpty();
        assertThat(lineage.dropped("id")).contains("6 DROP COLUMNS");
        FieldTree struct = lineage.column("s").orElseThrow();
        assertThat(struct.fields().map(FieldTree::name)).containsExactlyInAnyOrder("z", "y");
        assertThat(struct.field("z").flatMap(FieldTree::origin)).contains("x");
        assertThat(lineage.column("m")
                        .orElseThrow()
                        .at(List.of("element", "p2"))
                        .flatMap(FieldTree::origin))
                .contains("p");
        assertThat(lineage.column("n").orElseThrow().at(List.of("value", "q2")).flatMap(FieldTree::origin))
                .contains("q");
        assertThat(lineage.named("f").orElseThrow().changes()).containsExactly("4 ADD COLUMNS");
        assertThat(lineage.certain()).isTrue();
    }

    @Test
    void readsNamesInBackQuotes() {
        Lineage lineage = Lineage.of(
                THEN,
                history(
                        commit(9, "ADD COLUMNS", Map.of("columns", """
                                [{"column":{"name":"`we ird.na\\"me`","type":"string","nullable":true,"metadata":{}}}]""")),
                        commit(
                                10,
                                "RENAME COLUMN",
                                Map.of("oldColumnPath", "`we ird.na\"me`", "newColumnPath", "`x.y`")),
                        commit(11, "RENAME COLUMN", Map.of("oldColumnPath", "a", "newColumnPath", "`b``c`"))));

        assertThat(lineage.named("x.y").orElseThrow().changes()).containsExactly("9 ADD COLUMNS");
        assertThat(lineage.column("a").orElseThrow().name()).isEqualTo("b`c");
    }

    @Test
    void knowsWhatReplacesATable() {
        assertThat(replaced("CREATE OR REPLACE TABLE AS SELECT", Map.of())).isEqualTo(Lineage.Replaced.TABLE);
        assertThat(replaced("REPLACE TABLE", Map.of())).isEqualTo(Lineage.Replaced.TABLE);
        assertThat(replaced("CLONE", Map.of())).isEqualTo(Lineage.Replaced.TABLE);
        assertThat(replaced("WRITE", Map.of("mode", "Overwrite", "partitionBy", "[]")))
                .isEqualTo(Lineage.Replaced.ROWS);
        assertThat(replaced("WRITE", Map.of("mode", "Overwrite", "predicate", "[\"(day = 1)\"]")))
                .isEqualTo(Lineage.Replaced.NOTHING);
        assertThat(replaced("WRITE", Map.of("mode", "Append"))).isEqualTo(Lineage.Replaced.NOTHING);
    }

    @Test
    void isNotCertainOfWhatItDoesNotUnderstand() {
        assertThat(Lineage.of(THEN, History.UNKNOWN).certain()).isFalse();
        assertThat(Lineage.of(THEN, history(commit(3, "SOMETHING NEW", Map.of())))
                        .certain())
                .isFalse();
        assertThat(Lineage.of(THEN, history(commit(3, "RENAME COLUMN", Map.of())))
                        .certain())
                .isFalse();
        assertThat(Lineage.of(THEN, history(commit(3, "RESTORE", Map.of("timestamp", "2026-11-22 19:43:50.0"))))
                        .certain())
                .isFalse();
        assertThat(Lineage.of(THEN, history(commit(3, "OPTIMIZE", Map.of()))).certain())
                .isTrue();
    }

    @Test
    void parametersOfAnyFormEndTheSearchAndNothingElse() {
        Random random = new Random(7);
        String alphabet = "{}[]\",:\\u a1`.";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            List<String> found = new ArrayList<>(JsonStrings.at(text.toString(), "column", "name"));
            found.addAll(JsonStrings.at(text.toString()));
            assertThat(found)
                    .allSatisfy(one -> assertThat(ColumnPath.parse(one)).isNotEmpty());
        }
        assertThat(JsonStrings.at(null)).isEmpty();
        assertThat(JsonStrings.at("[\"a\\u0041\\n\",\"b\"")).containsExactly("aA\n", "b");
    }

    private static Lineage.Replaced replaced(String operation, Map<String, String> parameters) {
        return Lineage.of(THEN, history(commit(3, operation, parameters))).replaced();
    }

    private static History history(Commit... commits) {
        return new History(List.of(commits), true);
    }

    private static Commit commit(long version, String operation, Map<String, String> parameters) {
        return new Commit(version, Instant.EPOCH, operation, parameters, Map.of());
    }
}
