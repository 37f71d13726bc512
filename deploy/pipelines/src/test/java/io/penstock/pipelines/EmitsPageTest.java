package io.penstock.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of {@code docs/emits.md}: what they say comes of their rows comes of them. */
class EmitsPageTest {
    private static final Pattern BLOCK = Pattern.compile("```(yaml|json)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path path;

    /** Rules and the test of them that follows. */
    record Example(String rules, String test) {
        @Override
        public String toString() {
            return rules.strip().lines().skip(1).findFirst().orElse("").strip();
        }
    }

    static Stream<Example> examples() throws IOException {
        List<String> blocks = blocks();
        List<Example> examples = new ArrayList<>();
        for (int i = 1; i + 1 < blocks.size(); i += 2) {
            examples.add(new Example(blocks.get(i), blocks.get(i + 1)));
        }
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void doesWhatThePageSays(Example example) {
        Folder folder = Folder.with(path, example.rules());
        folder.test("page", example.test());

        assertThat(folder.run("test-pipelines"))
                .isEqualTo(new Folder.Answer(0, "ok       scores/tests/page.json\n1 test, none failed\n", ""));
    }

    @Test
    void readsTheTableThatThePageShows() throws IOException {
        assertThat(blocks().getFirst().lines().map(String::strip))
                .containsExactlyElementsOf(
                        Folder.COLUMNS.lines().map(String::strip).toList());
        assertThat(examples()).hasSizeGreaterThanOrEqualTo(7);
    }

    private static List<String> blocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(Path.of("../../docs/emits.md")));
        while (matcher.find()) {
            blocks.add(matcher.group(2));
        }
        return blocks;
    }
}
