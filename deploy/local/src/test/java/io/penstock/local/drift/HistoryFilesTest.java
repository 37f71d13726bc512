package io.penstock.local.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.local.stack.Installation;
import io.penstock.local.stack.StackException;
import io.penstock.schemas.SchemaChangeV1;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryFilesTest {
    private static final String SOUND = """
            title: a rename
            table:
              columns: { score: double }
              features: [row tracking]
              rows:
                ada: 0.41
            pipeline:
              change: { by: row-version }
              columns:
                score: { type: double }
            steps:
              - poll
            expect:
              state: idle
              people:
                ada: { score: 0.41 }
            """;

    @TempDir
    Path folder;

    @Test
    void everyHistoryOfTheSuiteIsSound() {
        assertThat(suite())
                .hasSizeGreaterThanOrEqualTo(48)
                .extracting(History::title)
                .doesNotHaveDuplicates();
    }

    @Test
    void everyClassOfChangeMeetsEveryModeOfReading() {
        Set<String> wanted = new TreeSet<>();
        for (SchemaChangeV1.Change change : SchemaChangeV1.Change.values()) {
            List.of("row-version", "watermark", "change-feed", "snapshot")
                    .forEach(mode -> wanted.add(HistoryRules.word(change) + " by " + mode));
        }

        Set<String> there =
                suite().stream().flatMap(HistoryFilesTest::classesByMode).collect(Collectors.toSet());

        assertThat(there).containsAll(wanted);
    }

    @Test
    void everyClassOfChangeMeetsEveryPolicyThatMakesSenseForIt() {
        Set<String> there =
                suite().stream().flatMap(HistoryFilesTest::classesByPolicy).collect(Collectors.toSet());

        for (SchemaChangeV1.Change change : SchemaChangeV1.Change.values()) {
            String word = HistoryRules.word(change);
            assertThat(there).contains(word + " allow", word + " hold", word + " quarantine", word + " pause");
        }
        assertThat(there).contains("added follow", "renamed follow", "retyped follow", "widened follow");
    }

    @Test
    void readsASoundFile() throws IOException {
        assertThat(read(SOUND).people()).containsExactly("ada");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "title: a rename | titel: a rename | titel",
                "state: idle | sate: idle | sate",
                "state: idle | state: asleep | state must be one of",
                "- poll | - pol | expected poll",
                "ada: { score: 0.41 } | eve: { score: 0.41 } | no row of eve",
                "ada: { score: 0.41 } | ada: { scor: 0.41 } | nothing sends attribute scor",
                "{ type: double } | { tipe: double } | no pipeline",
                "{ by: row-version } | { by: rowversion } | no pipeline",
                "[row tracking] | [row trackin] | no feature",
                "steps: | truth: { points: { v0: points } }\\nsteps: | no version of the pipeline sends points",
                "steps: | truth: { score: { 0: score } }\\nsteps: | a table version such as v3"
            })
    void namesTheFileAndTheFaultOfOneThatIsNot(String sound, String broken, String said) {
        String text = SOUND.replace(sound, broken.replace("\\n", "\n"));

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("broken.yaml")
                .hasMessageContaining(said);
    }

    @Test
    void refusesAKeyThatComesTwice() {
        assertThatThrownBy(() -> read(SOUND + "title: again\n")).hasMessageContaining("title");
    }

    private History read(String text) throws IOException {
        return HistoryFiles.read(Files.writeString(folder.resolve("broken.yaml"), text));
    }

    private static List<History> suite() {
        return HistoryFiles.all(Installation.fromSystemProperty().home().resolve("deploy/local/drift"));
    }

    private static Stream<String> classesByMode(History history) {
        String mode = history.pipeline().change().path("by").asText();
        return changes(history).map(change -> change.change() + " by " + mode);
    }

    private static Stream<String> classesByPolicy(History history) {
        return changes(history).map(change -> change.change() + " " + change.policy());
    }

    private static Stream<Expectation.Change> changes(History history) {
        List<Expectation> all = new ArrayList<>(List.of(history.expect()));
        history.steps().stream()
                .filter(History.Step.Expect.class::isInstance)
                .forEach(step -> all.add(((History.Step.Expect) step).expectation()));
        return all.stream()
                .filter(expectation -> expectation.changes() != null)
                .flatMap(expectation -> expectation.changes().stream());
    }
}
