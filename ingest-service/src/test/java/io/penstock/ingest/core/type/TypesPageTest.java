package io.penstock.ingest.core.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page about types claims nothing that no test shows. */
class TypesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "types.md");
    private static final List<Path> TESTS = List.of(
            Path.of("src/test/java/io/penstock/ingest/core/type/TypeMappingTest.java"),
            Path.of("src/test/java/io/penstock/ingest/rows/TreeMappingTest.java"));

    @Test
    void everyRowOfTheMappingTableNamesATest() throws IOException {
        String tests = Files.readString(TESTS.get(0)) + Files.readString(TESTS.get(1));

        List<String> rows = rows();

        assertThat(rows).hasSizeGreaterThan(25);
        assertThat(rows).allSatisfy(row -> {
            String[] cells = row.split("\\|");
            String test = cells[cells.length - 1].strip().replace("`", "");
            assertThat(tests).contains("void " + test + "(");
        });
    }

    @Test
    void everyNoteIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(Mapped.Note.values())
                .filteredOn(note -> note != Mapped.Note.NONE && note != Mapped.Note.UNREADABLE)
                .allSatisfy(
                        note -> assertThat(page).contains("`" + note.name().toLowerCase(java.util.Locale.ROOT) + "`"));
    }

    private static List<String> rows() throws IOException {
        return Files.readString(PAGE)
                .split("\n## ")[0]
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| Spark type"))
                .toList();
    }
}
