package io.penstock.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "test-pipelines",
        description = {
            "Plays the rows of pipelines/<name>/tests/*.json through the code that runs in production: contract, script,",
            "classification, crossings. Without broker, warehouse or account."
        },
        footer = {
            "",
            "Exit code: 0 all as expected, 1 error, 3 a test failed.",
            "",
            "Example:",
            "  penstock test-pipelines deploy/local/example",
            "  penstock test-pipelines deploy/local/example --update"
        })
final class TestPipelinesCommand implements Callable<Integer> {
    static final int FAILED = 3;

    @Spec
    private CommandSpec command;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder with project.yaml. Default: this one.")
    private Path folder;

    @Option(names = "--pipeline", paramLabel = "NAME", description = "Only this pipeline.")
    private String only;

    @Option(
            names = "--update",
            description =
                    "Writes what came into the files as what is expected from now on; the rest of a file stays as it is. Read the difference before you keep it.")
    private boolean update;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "TEXT",
            description = "text or json. Default: text.")
    private Format format;

    /** Answer in JSON. */
    record Tested(
            String pipeline, String file, String about, boolean passed, boolean updated, List<String> differences) {}

    @Override
    public Integer call() {
        Project project = Project.load(folder);
        List<ConfigV1> pipelines = project.named(only);
        if (only == null) {
            project.refuseTestsOfNobody();
        }
        List<Tested> all = new ArrayList<>();
        try (Scripts scripts = new Scripts(PipelinesCli.scriptFolder())) {
            TestSchema schema = TestSchema.load();
            for (ConfigV1 pipeline : pipelines) {
                project.tests(pipeline.name(), schema).forEach(file -> all.add(test(pipeline, file, scripts)));
            }
        }
        if (all.isEmpty()) {
            throw new CommandFailedException("expected tests in pipelines/" + (only == null ? "<name>" : only)
                    + "/tests/*.json, found none in " + folder);
        }
        tell(all);
        return all.stream().allMatch(Tested::passed) ? 0 : FAILED;
    }

    private Tested test(ConfigV1 pipeline, TestFile file, Scripts scripts) {
        List<JsonNode> came = came(pipeline, file, scripts);
        List<String> differences = Differences.of(file.test().calls(), came);
        boolean updates = update && !differences.isEmpty();
        if (updates) {
            file.expect(came);
        }
        String name = folder.resolve("pipelines")
                .resolve(pipeline.name())
                .relativize(file.path())
                .toString();
        return new Tested(
                pipeline.name(), name, file.test().about(), differences.isEmpty() || updates, updates, differences);
    }

    private static List<JsonNode> came(ConfigV1 pipeline, TestFile file, Scripts scripts) {
        try {
            return Rehearsal.of(pipeline, scripts, file.test());
        } catch (RuntimeException e) {
            throw new CommandFailedException(file.path() + ": cannot be played: " + e.getMessage());
        }
    }

    private void tell(List<Tested> all) {
        PrintWriter out = command.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(json(all));
            return;
        }
        for (Tested test : all) {
            String word = test.updated() ? "updated" : test.passed() ? "ok" : "FAILED";
            String about = test.about() == null ? "" : "  " + test.about();
            out.println("%-7s  %s/%s%s".formatted(word, test.pipeline(), test.file(), about));
            if (!test.updated()) {
                test.differences().forEach(difference -> out.println("         " + difference));
            }
        }
        long failed = all.stream().filter(test -> !test.passed()).count();
        out.println("%d %s, %s"
                .formatted(
                        all.size(),
                        all.size() == 1 ? "test" : "tests",
                        failed == 0 ? "none failed" : failed + " failed"));
    }

    private static String json(List<Tested> all) {
        try {
            return Json.config().writerWithDefaultPrettyPrinter().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer can be written", e);
        }
    }
}
