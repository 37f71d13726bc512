package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.penstock.schemas.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        description = {
            "Tries, in order, everything a connection or a pipeline needs, and says what is missing.",
            "A failed step names what to run: a GRANT or ALTER statement to paste, for the connection's own principal."
        },
        footer = {
            "",
            "Steps: secret, token, warehouse, catalogs; with PIPELINE describe, mode, read; with --write write.",
            "No value of any row is shown. A stopped warehouse is waited for.",
            "",
            "Exit code: 0 no step failed, 1 one did.",
            "",
            "Example:",
            "  penstock doctor scores",
            "  ok       secret     0 ms  found in environment variable DATABRICKS_TOKEN",
            "  failed   read     310 ms  reading main.ml.scores: …",
            "           GRANT SELECT ON TABLE `main`.`ml`.`scores` TO `<application-id>`;",
            "  penstock doctor --connection databricks --write"
        })
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Mixin
    private IngestService service;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PIPELINE", description = "The pipeline to examine.")
    private String pipeline;

    @Option(
            names = "--connection",
            paramLabel = "NAME",
            description = "Examines a connection alone; needed only if there are several.")
    private String connection;

    @Option(names = "--write", description = "Also creates and drops a table in the schema where engagement lands.")
    private boolean write;

    @Option(
            names = "--schema",
            paramLabel = "CATALOG.SCHEMA",
            description = "That schema. Default: the project's engagement.schema.")
    private String schema;

    @Override
    public Integer call() {
        if (pipeline != null && connection != null) {
            throw new CommandFailedException(
                    "name a pipeline or a connection, not both: a pipeline has its connection");
        }
        ArrayNode findings = Json.config().createArrayNode();
        List<JsonNode> last = new ArrayList<>();
        service.follow("/v1/doctor?" + query(), line -> {
            boolean again = !last.isEmpty() && isWaiting(last.getFirst()) && isWaiting(line);
            last.clear();
            last.add(line);
            if (line.has("step") && !again) {
                if (!output.isJson()) {
                    print(line);
                } else if (!isWaiting(line)) {
                    findings.add(line);
                }
            }
        });
        JsonNode end = last.isEmpty() ? Json.config().missingNode() : last.getFirst();
        if (end.has("message")) {
            throw new CommandFailedException(IngestService.problem(end));
        }
        if (!end.has("ok")) {
            throw new CommandFailedException("the examination broke off; see the log of ingest-service");
        }
        boolean ok = end.path("ok").asBoolean();
        if (output.isJson()) {
            output.json(Map.of("ok", ok, "findings", findings));
        }
        return ok ? 0 : 1;
    }

    private static boolean isWaiting(JsonNode finding) {
        return "waiting".equals(finding.path("state").asText());
    }

    private String query() {
        List<String> query = new ArrayList<>(List.of("write=" + write));
        add(query, "pipeline", pipeline);
        add(query, "connection", connection);
        add(query, "schema", schema);
        return String.join("&", query);
    }

    private static void add(List<String> query, String name, String value) {
        if (value != null) {
            query.add(name + "=" + IngestService.encoded(value));
        }
    }

    private void print(JsonNode finding) {
        String state = finding.path("state").asText();
        boolean tried = !state.equals("skipped") && !state.equals("waiting");
        Output.Mood mood = switch (state) {
            case "ok" -> Output.Mood.GOOD;
            case "failed" -> Output.Mood.BAD;
            case "warned", "waiting" -> Output.Mood.NEWS;
            default -> Output.Mood.PLAIN;
        };
        String took = tried ? finding.path("tookMs").asLong() + " ms" : "";
        output.table(List.of(List.of(
                new Output.Cell("%-7s".formatted(state), mood),
                Output.Cell.plain("%-9s %9s".formatted(finding.path("step").asText(), took)),
                Output.Cell.plain(finding.path("detail").asText("")))));
        finding.path("remedy").asText("").lines().forEach(line -> output.line("         " + line));
    }
}
