package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.control.core.Reading;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = {
            "Validates a project, then hands it to the running control-service.",
            "The whole folder counts: what is no longer in it is removed, what is unchanged is left alone."
        },
        footer = {
            "",
            "Exit code: 0 in force, 1 not.",
            "",
            "Example:",
            "  penstock apply deploy/local/example",
            "  changed    pipeline/upgrade-likelihood  version 3",
            "  unchanged  identity/example             version 1"
        })
final class ApplyCommand implements Callable<Integer> {
    /** The broker may have to be waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int OK = 200;
    private static final int UNPROCESSABLE = 422;

    @Mixin
    private Output output;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder with project.yaml. Default: this one.")
    private Path folder;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:18090",
            description = "Address of control-service. Default: ${DEFAULT-VALUE}.")
    private URI url;

    @Option(
            names = "--author",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Recorded with each version. Default: the name of your account.")
    private String author;

    @Option(
            names = "--baseline",
            description = {
                "For a back-fill over a destination that was fed before: every crossing begins armed (first: arm),",
                "whatever its file says. Apply again without it when the back-fill is through."
            })
    private boolean baseline;

    private record Upload(Map<String, String> files, String author, boolean baseline) {}

    @Override
    public Integer call() {
        LocalProject project = LocalProject.load(folder);
        if (project.reading() instanceof Reading.Refused) {
            ValidateCommand.bad(output, project.errors());
            return 1;
        }
        try (Http http = new Http()) {
            String target = url.toString().replaceAll("/+$", "") + "/v1/project";
            Http.Answer answer = http.post(target, new Upload(project.files(), author, baseline), PATIENCE)
                    .orElseThrow(() -> new CommandFailedException("no control-service answers at " + url
                            + "; start one (./penstock up) or name it with --url"));
            return report(answer);
        }
    }

    private int report(Http.Answer answer) {
        if (answer.status() == UNPROCESSABLE) {
            List<String> errors = new ArrayList<>();
            answer.body().path("errors").forEach(error -> errors.add(error.asText()));
            ValidateCommand.bad(output, errors);
            return 1;
        }
        if (answer.status() != OK) {
            throw new CommandFailedException("control-service at %s answered %d: %s"
                    .formatted(
                            url,
                            answer.status(),
                            answer.body().path("errors").path(0).asText("nothing more")));
        }
        if (output.isJson()) {
            output.json(answer.body());
        } else {
            List<List<Output.Cell>> rows = new ArrayList<>();
            answer.body().path("entries").forEach(entry -> rows.add(row(entry)));
            output.table(rows);
        }
        return 0;
    }

    private static List<Output.Cell> row(JsonNode entry) {
        String change = entry.path("change").asText();
        Output.Mood mood = switch (change) {
            case "new" -> Output.Mood.GOOD;
            case "changed" -> Output.Mood.NEWS;
            case "removed" -> Output.Mood.BAD;
            default -> Output.Mood.PLAIN;
        };
        long version = entry.path("version").asLong();
        return List.of(
                new Output.Cell(change, mood),
                Output.Cell.plain(entry.path("key").asText()),
                Output.Cell.plain(version == 0 ? "" : "version " + version));
    }
}
