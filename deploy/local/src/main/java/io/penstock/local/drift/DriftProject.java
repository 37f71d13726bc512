package io.penstock.local.drift;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.local.drift.History.Pipeline;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The histories' pipelines as one project folder, complete, as somebody would write it. */
final class DriftProject {
    private static final String NEVER_BY_ITSELF = "PT24H";
    private static final Map<String, String> FRAME = Map.of(
            "project.yaml",
            """
            apiVersion: penstock/v1
            kind: Project
            metadata: { name: drift }
            spec: { workspace: drift }
            """,
            "identity.yaml",
            """
            apiVersion: penstock/v1
            kind: Identity
            metadata: { name: drift }
            spec:
              types:
                customerio_id: { class: strong, limit: 1 }
            """,
            "connections/databricks.yaml",
            """
            apiVersion: penstock/v1
            kind: Connection
            metadata: { name: databricks }
            spec:
              type: databricks
            """,
            "connections/customerio.yaml",
            """
            apiVersion: penstock/v1
            kind: Connection
            metadata: { name: customerio }
            spec:
              type: customerio
            """);

    private DriftProject() {}

    /** Writes the folder; files of an earlier version are replaced. */
    static void write(Path folder, Map<History, Pipeline> pipelines) {
        try {
            for (var file : FRAME.entrySet()) {
                put(folder.resolve(file.getKey()), file.getValue());
            }
            for (var each : pipelines.entrySet()) {
                String name = each.getKey().name();
                ObjectNode pipeline = JsonNodeFactory.instance.objectNode();
                pipeline.put("apiVersion", "penstock/v1").put("kind", "Pipeline");
                pipeline.putObject("metadata").put("name", name);
                pipeline.set("spec", spec(each.getKey(), each.getValue()));
                put(
                        folder.resolve("pipelines").resolve(name).resolve("pipeline.yaml"),
                        Json.config().writerWithDefaultPrettyPrinter().writeValueAsString(pipeline) + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the project " + folder + " cannot be written", e);
        }
    }

    /** A pipeline's spec with everything that the history leaves out. */
    static ObjectNode spec(History history, Pipeline pipeline) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        ObjectNode source = spec.putObject("source");
        source.put("connection", "databricks").put("table", history.tableName());
        source.putArray("key").add(History.KEY);
        source.set("change", pipeline.change().deepCopy().put("every", NEVER_BY_ITSELF));
        if (pipeline.columns() != null) {
            contract(source.putObject("contract"), pipeline);
        }
        ObjectNode identity = spec.putObject("identity");
        identity.putObject("given").put("customerio_id", History.KEY);
        identity.putArray("address").add("customerio_id");
        if (pipeline.emit() != null) {
            spec.set("emit", pipeline.emit());
        } else {
            ObjectNode identify = spec.putArray("emit").addObject().put("type", "identify");
            ObjectNode attributes = identify.putObject("attributes");
            pipeline.attributes().forEach(attributes::put);
        }
        spec.putObject("destination").put("connection", "customerio");
        return spec;
    }

    private static void contract(ObjectNode contract, Pipeline pipeline) {
        ObjectNode columns = contract.putObject("columns");
        if (!pipeline.columns().containsKey(History.KEY)) {
            columns.putObject(History.KEY).put("type", "string").put("required", true);
        }
        pipeline.columns().forEach(columns::set);
        if (pipeline.onChange() != null) {
            contract.set("onChange", pipeline.onChange());
        }
    }

    private static void put(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
