package io.penstock.local.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.local.stack.House;
import io.penstock.local.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A project folder as the demo applies it: every connection is replaced by one to the stand-ins, whatever the file
 * says, so that a demo never talks to a production system.
 */
public final class Project {
    private static final Pattern NAME = Pattern.compile("(?ms)^metadata:.*?\\bname:\\s*[\"']?([\\w.-]+)");
    private static final Pattern EVENTS = Pattern.compile("\\bsource:\\s*\\{?\\s*(events|webhooks):");
    private static final Pattern KIND = Pattern.compile("\\btype:\\s*[\"']?(databricks|customerio)\\b");

    private final Map<String, String> files;

    private Project(Map<String, String> files) {
        this.files = files;
    }

    /** Reads a folder and points its connections to the stand-ins of a house. */
    public static Project local(Path folder, House house) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString();
                String text = Files.readString(file);
                files.put(name, name.startsWith("connections/") ? redirected(name, text, house) : text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("project " + folder + " cannot be read", e);
        }
        if (!files.containsKey("project.yaml")) {
            throw new StackException(folder + " is not a project: it has no project.yaml");
        }
        return new Project(files);
    }

    /** Path to text, as they will be applied. */
    Map<String, String> files() {
        return Map.copyOf(files);
    }

    /**
     * Hands the project to control-service.
     *
     * @return what changed, one entry per configured thing
     * @throws StackException with all errors, each {@code file:line:column: …}
     */
    public JsonNode apply(Http control) throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("author", "demo");
        ObjectNode content = body.putObject("files");
        files.forEach(content::put);
        Http.Answer answer = control.tryPost("/v1/project", body);
        if (answer.status() == 422) {
            StringBuilder errors = new StringBuilder("the project has errors:");
            answer.body().path("errors").forEach(error -> errors.append("\n   ").append(error.asText()));
            throw new StackException(errors.toString());
        }
        if (answer.status() != 200) {
            throw new StackException("control-service answered " + answer.status() + ": " + answer.body());
        }
        answer.body().path("entries").forEach(this::mark);
        return answer.body().path("entries");
    }

    /** Pipelines of events are nothing that ingest-service reads. */
    private void mark(JsonNode entry) {
        String key = entry.path("key").asText();
        String file = "pipelines/" + key.substring(key.indexOf('/') + 1) + "/pipeline.yaml";
        boolean events = EVENTS.matcher(files.getOrDefault(file, "")).find();
        ((ObjectNode) entry).put("events", key.startsWith("pipeline/") && events);
    }

    /** Names of the pipelines of tables and queries among the entries that {@link #apply} returned. */
    public static List<String> pipelines(JsonNode applied) {
        List<String> names = new ArrayList<>();
        applied.forEach(entry -> {
            String key = entry.path("key").asText();
            if (key.startsWith("pipeline/") && !entry.path("events").asBoolean()) {
                names.add(key.substring("pipeline/".length()));
            }
        });
        return names;
    }

    private static String redirected(String file, String text, House house) {
        Matcher name = NAME.matcher(text);
        Matcher kind = KIND.matcher(text);
        if (!name.find() || !kind.find()) {
            throw new StackException(
                    file + ": expected a connection with metadata.name and a type of databricks or customerio; "
                            + "the demo replaces every connection by one to the stand-ins and must know which");
        }
        String head = "apiVersion: penstock/v1\nkind: Connection\nmetadata: { name: " + name.group(1)
                + " }\nspec:\n  type: " + kind.group(1) + "\n  " + kind.group(1) + ":\n";
        return head
                + (kind.group(1).equals("databricks")
                        ? """
                              host: 127.0.0.1
                              port: %d
                              tls: false
                              httpPath: /sql/1.0/warehouses/local
                              token: { env: DATABRICKS_TOKEN }
                          """.formatted(house.ports().databricks())
                        : """
                              region: us
                              trackUrl: http://127.0.0.1:%d
                              siteId: { env: CUSTOMERIO_SITE_ID }
                              apiKey: { env: CUSTOMERIO_API_KEY }
                              webhookKeys: [{ env: CUSTOMERIO_WEBHOOK_KEY }]
                          """.formatted(house.ports().customerio()));
    }
}
