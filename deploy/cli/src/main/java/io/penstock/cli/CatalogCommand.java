package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "catalog",
        description = {
            "Shows what a connection may see of its lakehouse.",
            "Without NAME the connections and their catalogs, then one level down with each part of the name.",
            "Nothing here starts a warehouse, except --sample."
        },
        footer = {
            "",
            "Values of a sample are masked unless --reveal: rows hold personal data.",
            "",
            "Exit code: 0 shown, 1 not.",
            "",
            "Example:",
            "  penstock catalog                   connections and catalogs",
            "  penstock catalog main              schemas",
            "  penstock catalog main.ml           tables",
            "  penstock catalog main.ml.scores    columns, exact types, comments",
            "  penstock catalog main.ml.scores --sample 3 --reveal"
        })
final class CatalogCommand implements Callable<Integer> {
    private static final int OK = 200;
    private static final int NOT_THERE = 404;

    @Mixin
    private Output output;

    @Mixin
    private IngestService service;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "catalog, catalog.schema or catalog.schema.table; a part with dots in back-quotes.")
    private String name;

    @Option(
            names = "--connection",
            paramLabel = "NAME",
            description = "Which connection; needed only if there are several.")
    private String connection;

    @Option(
            names = "--sample",
            arity = "0..1",
            fallbackValue = "5",
            paramLabel = "N",
            description = "Also shows N rows of the table (1 to 100, default ${FALLBACK-VALUE}); uses the warehouse.")
    private String sample;

    @Option(names = "--reveal", description = "Shows the values of a sample.")
    private boolean reveal;

    @Override
    public Integer call() {
        if (name == null && sample != null && !isNumber(sample)) {
            name = sample; // penstock catalog --sample NAME
            sample = "5";
        }
        if (sample != null && !isNumber(sample)) {
            throw new CommandFailedException("expected a number of rows after --sample, found " + sample);
        }
        JsonNode connections = service.get("/v1/connections");
        if (name == null) {
            return overview(connections);
        }
        String root = "/v1/connections/" + IngestService.encoded(chosen(connections));
        List<String> parts = parts(name);
        if (sample != null && parts.size() != 3) {
            throw new CommandFailedException("--sample needs a table: catalog.schema.table, found " + name);
        }
        switch (parts.size()) {
            case 1, 2 -> list(found(root, parts));
            case 3 -> table(root, parts);
            default ->
                throw new CommandFailedException("expected catalog, catalog.schema or catalog.schema.table, found "
                        + name + "; put a part with dots in back-quotes");
        }
        return 0;
    }

    private int overview(JsonNode connections) {
        ArrayNode answers = Json.config().createArrayNode();
        boolean all = true;
        for (JsonNode each : connections) {
            String named = each.path("name").asText();
            if (connection != null && !connection.equals(named)) {
                continue;
            }
            Http.Answer answer = service.answer("/v1/connections/" + IngestService.encoded(named) + "/catalogs");
            all &= answer.status() == OK;
            ObjectNode told = answers.addObject();
            told.setAll((ObjectNode) each);
            told.set(answer.status() == OK ? "catalogs" : "problem", answer.body());
            if (!output.isJson()) {
                print(each, answer);
            }
        }
        if (output.isJson()) {
            output.json(Map.of("connections", answers));
        } else if (answers.isEmpty()) {
            output.remark("no Databricks connection is configured; add one to the project and apply it");
        }
        return all ? 0 : 1;
    }

    private void print(JsonNode connection, Http.Answer answer) {
        output.line("%s  %s  %s"
                .formatted(
                        connection.path("name").asText(),
                        connection.path("host").asText(),
                        connection.path("credentials").asText()));
        List<List<Output.Cell>> rows = new ArrayList<>();
        if (answer.status() == OK) {
            answer.body()
                    .forEach(catalog -> rows.add(List.of(
                            Output.Cell.plain("  " + catalog.path("name").asText()),
                            Output.Cell.plain(catalog.path("comment").asText("")))));
        } else {
            service.problem(answer)
                    .lines()
                    .forEach(line -> rows.add(List.of(new Output.Cell("  " + line, Output.Mood.BAD))));
        }
        output.table(rows);
    }

    private void list(JsonNode entries) {
        if (output.isJson()) {
            output.json(entries);
            return;
        }
        List<List<Output.Cell>> rows = new ArrayList<>();
        entries.forEach(entry -> rows.add(List.of(
                Output.Cell.plain(entry.path("fullName").asText()),
                Output.Cell.plain(entry.path("kind").asText("").toLowerCase(Locale.ROOT)),
                Output.Cell.plain(entry.path("comment").asText("")))));
        output.table(rows);
        if (rows.isEmpty()) {
            output.remark("nothing that this connection may see");
        }
    }

    private void table(String root, List<String> parts) {
        JsonNode table = found(root, parts);
        JsonNode rows = sample == null
                ? null
                : service.get(root + "/tables/" + IngestService.encoded(name) + "/sample?rows=" + sample + "&reveal="
                        + reveal);
        if (output.isJson()) {
            ObjectNode answer = ((ObjectNode) table).deepCopy();
            if (rows != null) {
                answer.set("sample", rows);
            }
            output.json(answer);
            return;
        }
        output.line(TableText.heading(table));
        output.line("");
        output.table(ColumnTree.rows(table.path("columns")));
        List<List<Output.Cell>> properties = TableText.properties(table.path("properties"));
        if (!properties.isEmpty()) {
            output.line("");
            output.table(properties);
        }
        if (rows != null) {
            output.line("");
            output.table(TableText.sample(rows));
            if (rows.path("masked").asBoolean()) {
                output.remark("values are masked; --reveal shows them");
            }
        }
    }

    private String chosen(JsonNode connections) {
        List<String> known = new ArrayList<>();
        connections.forEach(each -> known.add(each.path("name").asText()));
        if (connection != null) {
            if (!known.contains(connection)) {
                throw new CommandFailedException("there is no Databricks connection " + connection
                        + NearName.hint(connection, known) + " (there is " + String.join(", ", known) + ")");
            }
            return connection;
        }
        if (known.size() != 1) {
            throw new CommandFailedException(
                    known.isEmpty()
                            ? "no Databricks connection is configured; add one to the project and apply it"
                            : "there are several connections: name one with --connection " + String.join(" | ", known));
        }
        return known.getFirst();
    }

    /** What is at a name; if nothing is, says which part is wrong and what was meant. */
    private JsonNode found(String root, List<String> parts) {
        Http.Answer answer = service.answer(root + path(parts));
        if (answer.status() == OK) {
            return answer.body();
        }
        if (answer.status() != NOT_THERE) {
            throw new CommandFailedException(service.problem(answer));
        }
        List<String> parent = parts.subList(0, parts.size() - 1);
        List<String> siblings = new ArrayList<>();
        JsonNode listed = parent.isEmpty() ? service.get(root + "/catalogs") : found(root, parent);
        listed.forEach(entry -> siblings.add(entry.path("name").asText()));
        String what = List.of("catalog", "schema", "table").get(parts.size() - 1);
        throw new CommandFailedException(
                "there is no " + what + " " + String.join(".", parts) + NearName.hint(parts.getLast(), siblings));
    }

    private String path(List<String> parts) {
        return switch (parts.size()) {
            case 1 -> "/catalogs/" + IngestService.encoded(parts.get(0)) + "/schemas";
            case 2 ->
                "/catalogs/" + IngestService.encoded(parts.get(0)) + "/schemas/" + IngestService.encoded(parts.get(1))
                        + "/tables";
            default -> "/tables/" + IngestService.encoded(name);
        };
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,9}");
    }

    /** Parts of a dotted name; dots in back-quotes do not divide. */
    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean inside = false;
        for (char c : name.toCharArray()) {
            if (c == '`') {
                inside = !inside;
            } else if (c == '.' && !inside) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
