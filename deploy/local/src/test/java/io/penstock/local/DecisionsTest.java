package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static final Path DECISIONS =
            Path.of(System.getProperty("penstock.home")).resolve("docs/decisions");

    @Test
    void everyDecisionHasOneNumberInItsNameAndItsTitleAndAStatus() throws IOException {
        List<Path> decisions;
        try (Stream<Path> files = Files.list(DECISIONS)) {
            decisions = files.sorted().toList();
        }
        assertThat(decisions).isNotEmpty();
        for (Path decision : decisions) {
            String name = decision.getFileName().toString();
            assertThat(name).matches("\\d{4}-[a-z0-9-]+\\.md");
            List<String> lines = Files.readAllLines(decision);
            assertThat(lines.getFirst()).as(name).startsWith("# " + name.substring(0, 4) + " ");
            assertThat(lines).as(name).anyMatch(line -> line.startsWith("Status: "));
        }
        assertThat(decisions.stream().map(file -> file.getFileName().toString().substring(0, 4)))
                .doesNotHaveDuplicates();
    }
}
