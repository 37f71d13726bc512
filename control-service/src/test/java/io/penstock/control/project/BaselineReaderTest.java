package io.penstock.control.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.core.Entry;
import io.penstock.control.core.ProjectReader;
import io.penstock.control.core.Reading;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BaselineReaderTest {
    private final ProjectReader plain = new YamlProjectReader(ConfigSchemas.load());
    private final ProjectReader baseline = new BaselineReader(plain);

    @Test
    void armsEveryCrossingAndChangesNothingElse() {
        List<Entry> written = entries(plain, Projects.withPlainPipeline());
        List<Entry> armed = entries(baseline, Projects.withPlainPipeline());
        assertThat(armed).hasSameSizeAs(written);
        int crossings = 0;
        for (int i = 0; i < written.size(); i++) {
            String before = written.get(i).spec();
            String after = armed.get(i).spec();
            crossings += after.split("\"first\":\"arm\"", -1).length - 1;
            assertThat(after).doesNotContain("\"first\":\"fire\"");
            assertThat(unarmed(after)).isEqualTo(unarmed(before));
            assertThat(armed.get(i).key()).isEqualTo(written.get(i).key());
            assertThat(armed.get(i).script()).isEqualTo(written.get(i).script());
        }
        assertThat(crossings).isEqualTo(2);
    }

    @Test
    void keepsTheFilesThatAScriptImports() {
        Map<String, String> files = Projects.withPlainPipeline();
        String folder = "pipelines/upgrade-likelihood/";
        files.put(folder + "lib.js", "export const one = 1;\n");
        files.put(folder + "transform.js", "import { one } from './lib.js';\n" + files.get(folder + "transform.js"));

        assertThat(entries(baseline, files))
                .extracting(Entry::modules)
                .isEqualTo(entries(plain, files).stream().map(Entry::modules).toList())
                .contains(new TreeMap<>(Map.of("lib.js", "export const one = 1;\n")));
    }

    @Test
    void refusesWhatIsRefusedAnyway() {
        assertThat(baseline.read(Map.of())).isEqualTo(plain.read(Map.of())).isInstanceOf(Reading.Refused.class);
    }

    private static String unarmed(String spec) {
        return spec.replaceAll(",\"first\":\"[a-z]+\"", "");
    }

    private static List<Entry> entries(ProjectReader reader, Map<String, String> files) {
        return ((Reading.Accepted) reader.read(files)).bundle().entries();
    }
}
