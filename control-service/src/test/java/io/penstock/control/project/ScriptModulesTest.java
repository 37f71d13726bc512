package io.penstock.control.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.core.Bundle;
import io.penstock.control.core.Entry;
import io.penstock.control.core.Kind;
import io.penstock.control.core.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a pipeline's script imports. */
class ScriptModulesTest {
    private static final YamlProjectReader READER = new YamlProjectReader(ConfigSchemas.load());
    private static final String FOLDER = "pipelines/upgrade-likelihood/";

    @Test
    void onlyFilesThatAreImportedTravelAndCirclesEnd() {
        Map<String, String> files = project("import dayjs from 'dayjs';\nimport {a} from './lib/a.js';\n");
        files.put(FOLDER + "lib/a.js", "export * from './deep/b.mjs';");
        files.put(FOLDER + "lib/deep/b.mjs", "import '../../transform.js';\nimport '../a.js';\nexport const a = 1;");
        files.put(FOLDER + "unused.js", "import 'nothing';");

        assertThat(pipeline(files).modules()).containsOnlyKeys("lib/a.js", "lib/deep/b.mjs");
    }

    @Test
    void anImportedFileIsContent() {
        Map<String, String> one = project("import './a.js';\n");
        one.put(FOLDER + "a.js", "export const a = 1;");
        Map<String, String> other = project("import './a.js';\n");
        other.put(FOLDER + "a.js", "export const a = 2;");
        Map<String, String> none = project("");

        assertThat(List.of(
                        pipeline(one).hash(),
                        pipeline(other).hash(),
                        pipeline(none).hash()))
                .doesNotHaveDuplicates();
        assertThat(pipeline(none).hash())
                .isEqualTo(new Entry(
                                pipeline(none).key(),
                                pipeline(none).spec(),
                                pipeline(none).script())
                        .hash());
    }

    @Test
    void whatCannotBeImportedIsNamedWithItsPlace() {
        Map<String, String> files = project("""
                import a from './lib/scor.js';
                import b from '../other/x.js';
                import _ from 'lodahs';
                import { c } from "lib/score.js";
                import d from '/etc/passwd';
                import e from './pipeline.yaml';
                import './lib/score.js';
                import utc from 'dayjs/plugin/utc';
                """);
        files.put(FOLDER + "lib/score.js", "\nexport {fs} from 'node:fs';");
        files.put("pipelines/other/x.js", "");

        String script = FOLDER + "transform.js:";
        String unknown = "expected the name of a package on offer, or a file that begins with ./, found ";
        assertThat(errors(files))
                .contains(
                        script + "1:15: expected a JavaScript file of the pipeline, found no " + FOLDER
                                + "lib/scor.js; did you mean 'lib/score.js'?",
                        script + "2:15: expected a file inside of " + FOLDER
                                + ", found '../other/x.js', which is outside",
                        script + "3:15: " + unknown + "'lodahs'; did you mean 'lodash'?",
                        script + "4:19: " + unknown + "'lib/score.js'; did you mean './lib/score.js'?",
                        script + "5:15: " + unknown + "'/etc/passwd'",
                        script + "6:15: expected a JavaScript file of the pipeline, found no " + FOLDER
                                + "pipeline.yaml",
                        script + "8:17: " + unknown + "'dayjs/plugin/utc'; packages are whole: did you mean 'dayjs'?",
                        FOLDER + "lib/score.js:2:18: " + unknown + "'node:fs'");
    }

    @Test
    void filesThatWouldNotFitIntoARecordAreRefused() {
        Map<String, String> files = project("import './a.js';\nimport './b.js';\n");
        files.put(FOLDER + "a.js", "/".repeat(200_000));
        files.put(FOLDER + "b.js", "/".repeat(100_000));

        assertThat(errors(files))
                .containsExactly(FOLDER + "transform.js:1:1: expected imports of at most 64 files and 262144 bytes"
                        + " together, found 2 files and 300000 bytes");
    }

    @Test
    void aFolderOfInstalledPackagesIsNotRead(@TempDir Path folder) throws IOException {
        Path installed = folder.resolve(FOLDER + "node_modules/dayjs/index.js");
        Path own = folder.resolve(FOLDER + "lib/deep/a.js");
        for (Path file : List.of(installed, own)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }

        assertThat(ProjectFolder.load(folder).files()).containsOnlyKeys(FOLDER + "lib/deep/a.js");
    }

    private static Map<String, String> project(String imports) {
        Map<String, String> files = Projects.upgrade();
        files.compute(FOLDER + "transform.js", (path, text) -> imports + text);
        return files;
    }

    private static Entry pipeline(Map<String, String> files) {
        Reading reading = READER.read(files);
        assertThat(reading).isInstanceOf(Reading.Accepted.class);
        Bundle bundle = ((Reading.Accepted) reading).bundle();
        return bundle.entries().stream()
                .filter(entry -> entry.key().kind() == Kind.PIPELINE)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> errors(Map<String, String> files) {
        Reading reading = READER.read(files);
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused) reading)
                .problems().stream().map(Object::toString).toList();
    }
}
