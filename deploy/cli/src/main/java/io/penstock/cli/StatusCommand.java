package io.penstock.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Asks every program of a stack how it is doing.",
        footer = {
            "",
            "State: ready (answers and can work), up (runs, has no readiness of its own), not ready, down.",
            "A connection whose account is in another region than its file says is named below.",
            "Exit code: 0 all up, 1 something is down or not ready.",
            "",
            "Example:",
            "  penstock status --stack data/up/stack.json"
        })
final class StatusCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int LONGEST_DETAIL = 90;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    @Mixin
    private Output output;

    @Option(
            names = "--stack",
            paramLabel = "FILE",
            description = "The stack.json of a running stack. Default: the newest below data/.")
    private Path stack;

    @Option(names = "--url", paramLabel = "URL", description = "Ask only the service at this address.")
    private URI url;

    /** How a program is doing. */
    enum State {
        READY("ready", Output.Mood.GOOD),
        UP("up", Output.Mood.GOOD),
        NOT_READY("not ready", Output.Mood.NEWS),
        DOWN("down", Output.Mood.BAD);

        private final String words;
        private final Output.Mood mood;

        State(String words, Output.Mood mood) {
            this.words = words;
            this.mood = mood;
        }
    }

    /** One program's answer. {@code status} is its own {@code /v1/status}, if it has one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(String name, String state, String url, long pid, String log, JsonNode status) {}

    @Override
    public Integer call() {
        List<StackFile.Program> programs = programs();
        List<Line> lines = new ArrayList<>();
        List<List<Output.Cell>> rows = new ArrayList<>();
        boolean allUp = true;
        try (Http http = new Http()) {
            for (StackFile.Program program : programs) {
                State state = state(http, program);
                Optional<JsonNode> status = status(http, program, state);
                allUp &= state == State.READY || state == State.UP;
                lines.add(new Line(
                        program.name(), state.words, program.url(), program.pid(), program.log(), status.orElse(null)));
                rows.add(List.of(
                        Output.Cell.plain(program.name()),
                        new Output.Cell(state.words, state.mood),
                        Output.Cell.plain(program.url() == null ? "" : program.url()),
                        Output.Cell.plain(program.pid() == 0 ? "" : "pid " + program.pid()),
                        Output.Cell.plain(
                                state == State.DOWN && program.log() != null
                                        ? "log: " + program.log()
                                        : status.map(StatusCommand::detail).orElse(""))));
            }
        }
        if (output.isJson()) {
            output.json(Map.of("services", lines));
        } else {
            output.table(rows);
            lines.stream()
                    .filter(line -> line.status() != null)
                    .flatMap(line -> misplaced(line.status()).stream())
                    .forEach(output::line);
        }
        return allUp ? 0 : 1;
    }

    /** A sentence for each connection whose account is in another region than its file says. */
    private static List<String> misplaced(JsonNode status) {
        return status.path("regions").properties().stream()
                .filter(region -> region.getValue().path("state").asText().equals("mismatch"))
                .map(region -> "connection %s: the account is in region %s, %s says %s"
                        .formatted(
                                region.getKey(),
                                region.getValue().path("told").asText(),
                                region.getValue().path("setting").asText(),
                                region.getValue().path("configured").asText()))
                .toList();
    }

    private List<StackFile.Program> programs() {
        if (url != null) {
            return List.of(new StackFile.Program("service", url.toString(), 0, 0, null));
        }
        Path file = Optional.ofNullable(stack)
                .or(() -> StackFile.newest(Path.of(System.getProperty("penstock.home", ""))))
                .orElseThrow(() -> new CommandFailedException(
                        "nothing runs here: no data/*/stack.json; start a stack with ./penstock up, or name one with"
                                + " --stack or --url"));
        return StackFile.read(file).services();
    }

    private static State state(Http http, StackFile.Program program) {
        if (!program.speaksHttp()) {
            return program.isAlive() ? State.UP : State.DOWN;
        }
        return http.get(base(program) + "/q/health/ready", PATIENCE)
                .map(answer -> switch (answer.status()) {
                    case OK -> State.READY;
                    case UNAVAILABLE -> State.NOT_READY;
                    default -> State.UP;
                })
                .orElse(State.DOWN);
    }

    private static Optional<JsonNode> status(Http http, StackFile.Program program, State state) {
        if (state != State.READY && state != State.NOT_READY) {
            return Optional.empty();
        }
        return http.get(base(program) + "/v1/status", PATIENCE)
                .filter(answer -> answer.status() == OK && answer.body().isObject())
                .map(Http.Answer::body);
    }

    private static String base(StackFile.Program program) {
        return program.url().replaceAll("/+$", "");
    }

    /** The plain values of a status, {@code key=value}, shortened to a line; the rest is in the JSON. */
    private static String detail(JsonNode status) {
        StringJoiner parts = new StringJoiner(" ");
        status.properties().forEach(field -> {
            if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                parts.add(field.getKey() + "=" + field.getValue().asText());
            }
        });
        String line = parts.toString();
        return line.length() <= LONGEST_DETAIL ? line : line.substring(0, LONGEST_DETAIL) + "…";
    }
}
