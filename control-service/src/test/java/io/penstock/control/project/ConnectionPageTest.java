package io.penstock.control.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.control.core.Kind;
import io.penstock.control.core.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/customerio.md against what a connection may hold. */
class ConnectionPageTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```yaml\\n# connections/customerio.yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("^\\| (`[a-zA-Z`, ]+`) \\|", Pattern.MULTILINE);

    @Test
    void theExampleIsAGoodFile() throws IOException {
        Matcher example = EXAMPLE.matcher(page());
        assertThat(example.find()).isTrue();
        Map<String, String> files = Projects.upgrade();
        files.put(
                "connections/customerio-prod.yaml",
                example.group(1).replace("name: customerio", "name: customerio-prod"));

        assertThat(new YamlProjectReader(ConfigSchemas.load()).read(files)).isInstanceOf(Reading.Accepted.class);
    }

    @Test
    void everySettingHasARow() throws IOException {
        JsonNode settings =
                ConfigSchemas.load().tree(Kind.CONNECTION).at("/properties/spec/properties/customerio/properties");
        TreeSet<String> known = new TreeSet<>();
        settings.fieldNames().forEachRemaining(known::add);

        String table = page().split("\\| setting \\|")[1].split("\n\n")[0];
        TreeSet<String> shown = new TreeSet<>();
        ROW.matcher(table)
                .results()
                .map(row -> List.of(row.group(1).replace("`", "").split(", ")))
                .forEach(shown::addAll);
        assertThat(shown).isEqualTo(known);
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "customerio.md"));
    }
}
