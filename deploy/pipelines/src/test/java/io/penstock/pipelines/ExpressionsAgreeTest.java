package io.penstock.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.Json;
import io.penstock.transform.core.value.ExpressionError;
import io.penstock.transform.core.value.ValueExpression;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code validate} lets pass as a value is what transform-service can read, and nothing else. */
class ExpressionsAgreeTest {
    private static final String[] PARTS = {
        "about",
        "`about`",
        "`od``d`",
        "`",
        ".",
        ".x",
        ".*",
        "[0]",
        "[1234567]",
        "[12345678]",
        "[",
        "]",
        " ",
        "|",
        " | ",
        "count",
        "counts",
        "min",
        "sum",
        "nonzero",
        "topK(3)",
        "topK( 100 )",
        "topK(0)",
        "topK",
        "join(\", \")",
        "join('a\\'')",
        "join(\"",
        "unixSeconds",
        "unixSecondsX",
        "isoDate(\"Europe/Prague\")",
        "isoTime( 'UTC' )",
        "isoDate()",
        "isoDate(\"x\")",
        "é",
        "a-b:c@d$e",
        "\t",
        "\n",
        "(",
        "'",
        "\""
    };

    @TempDir
    private Path path;

    @Test
    void theValidatorAndTheServiceReadTheSameLanguage() throws JsonProcessingException {
        Set<String> texts = texts();
        StringBuilder rules = new StringBuilder("  emit:\n    - type: identify\n      attributes:\n");
        int first = Folder.with(path, "  emit: []\n")
                        .read("pipelines/scores/pipeline.yaml")
                        .lines()
                        .toList()
                        .size()
                + 3;
        for (String text : texts) {
            rules.append(
                    "        a%d: %s\n".formatted(rules.length(), Json.wire().writeValueAsString(text)));
        }

        Folder.Answer answer = Folder.with(path, rules.toString()).run("plan");

        Set<Integer> refused = answer.err()
                .lines()
                .filter(line -> line.contains("pipeline.yaml:") && !line.contains("a column of the contract"))
                .map(line -> Integer.parseInt(line.split("pipeline.yaml:")[1].split(":")[0]))
                .collect(Collectors.toSet());
        int line = first;
        int good = 0;
        for (String text : texts) {
            boolean runs = runs(text);
            assertThat(refused.contains(line))
                    .as("whether '%s' is refused", text)
                    .isEqualTo(!runs);
            good += runs ? 1 : 0;
            line++;
        }
        assertThat(good).isBetween(50, texts.size() - 50);
    }

    private static Set<String> texts() {
        Random random = new Random(1);
        Set<String> texts = new LinkedHashSet<>(Arrays.asList(PARTS));
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : "about");
            for (int parts = random.nextInt(4); parts >= 0; parts--) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static boolean runs(String text) {
        try {
            ValueExpression.parse(text);
            return true;
        } catch (ExpressionError e) {
            return false;
        }
    }
}
