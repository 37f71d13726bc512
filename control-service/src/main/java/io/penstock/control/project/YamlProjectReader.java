package io.penstock.control.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.control.core.Bundle;
import io.penstock.control.core.Entry;
import io.penstock.control.core.Key;
import io.penstock.control.core.Kind;
import io.penstock.control.core.Problem;
import io.penstock.control.core.ProjectReader;
import io.penstock.control.core.Reading;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.IdentitySpec;
import io.penstock.schemas.config.PipelineSpec;
import io.penstock.schemas.config.ProjectSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a project written in YAML. Reports every mistake of every file at once: YAML itself, the JSON Schema of the
 * file's kind, then what spans keys and files. Thread-safe.
 */
public final class YamlProjectReader implements ProjectReader {
    /** Largest file, in UTF-8 bytes: the record it ends up in must pass a broker with default limits. */
    public static final int LARGEST_FILE = 256 * 1024;

    private static final Map<Kind, Class<?>> SPECS = Map.of(
            Kind.PROJECT, ProjectSpec.class,
            Kind.CONNECTION, ConnectionSpec.class,
            Kind.IDENTITY, IdentitySpec.class,
            Kind.PIPELINE, PipelineSpec.class);

    private final ConfigSchemas schemas;

    public YamlProjectReader(ConfigSchemas schemas) {
        this.schemas = schemas;
    }

    @Override
    public Reading read(Map<String, String> files) {
        return new Pass(new TreeMap<>(files)).read();
    }

    /** One reading of one project. */
    private final class Pass {
        private final Map<String, String> files;
        private final List<Problem> problems = new ArrayList<>();
        private final Map<String, YamlFile> read = new TreeMap<>();
        private final Map<String, SortedMap<String, String>> modules = new HashMap<>();

        Pass(Map<String, String> files) {
            this.files = files;
        }

        Reading read() {
            layout();
            files.forEach((path, text) -> {
                if (size(path, text) && Layout.key(path).isPresent()) {
                    YamlReader.read(path, text, problems::add).ifPresent(file -> read.put(path, schema(file)));
                }
            });
            References references = references();
            read.forEach((path, file) -> rules(file, Layout.key(path).orElseThrow(), references));
            List<Entry> entries = problems.isEmpty() ? entries() : List.of();
            return problems.isEmpty()
                    ? new Reading.Accepted(new Bundle(workspace(), entries))
                    : new Reading.Refused(problems);
        }

        private void layout() {
            expect(Layout.PROJECT, "a file of kind Project");
            Set<String> folders = new LinkedHashSet<>();
            files.keySet().forEach(path -> {
                if (Layout.key(path).isEmpty()) {
                    Layout.complainIfLost(path, problems::add);
                }
                Layout.pipelineFolder(path).ifPresent(folders::add);
            });
            folders.forEach(folder -> expect(folder + Layout.PIPELINE, "a file of kind Pipeline"));
            if (!folders.isEmpty()) {
                expect(Layout.IDENTITY, "a file of kind Identity");
            }
        }

        private void expect(String path, String what) {
            if (!files.containsKey(path)) {
                problems.add(Problem.of(path, "expected " + what + ", found none"));
            }
        }

        private boolean size(String path, String text) {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LARGEST_FILE) {
                problems.add(Problem.of(path, "expected at most %d bytes, found %d".formatted(LARGEST_FILE, bytes)));
            }
            return bytes <= LARGEST_FILE;
        }

        private YamlFile schema(YamlFile file) {
            Kind kind = Layout.key(file.path()).orElseThrow().kind();
            return SchemaCheck.check(file, kind, schemas, problems::add);
        }

        private References references() {
            Map<String, Optional<String>> connections = new HashMap<>();
            files.keySet()
                    .forEach(path -> Layout.key(path)
                            .filter(key -> key.kind() == Kind.CONNECTION)
                            .ifPresent(key -> connections.put(key.name(), connectionType(path))));
            Optional<Set<String>> identifierTypes = Optional.ofNullable(read.get(Layout.IDENTITY))
                    .map(file -> file.root().get("spec").get("types").entries().keySet())
                    .filter(types -> !types.isEmpty());
            Optional<At> project = Optional.ofNullable(read.get(Layout.PROJECT))
                    .map(file -> file.root().get("spec"))
                    .filter(At::sound);
            return new References(connections, identifierTypes, project, files.keySet());
        }

        private Optional<String> connectionType(String path) {
            return Optional.ofNullable(read.get(path))
                    .map(file -> file.root().get("spec"))
                    .filter(At::sound)
                    .flatMap(spec -> spec.get("type").text());
        }

        private void rules(YamlFile file, Key key, References references) {
            At spec = file.root().get("spec");
            switch (key.kind()) {
                case PROJECT -> ProjectRules.project(spec, references, problems::add);
                case CONNECTION -> ProjectRules.connection(spec, problems::add);
                case IDENTITY -> ProjectRules.identity(spec, problems::add);
                case PIPELINE -> {
                    String folder = Layout.pipelineFolder(file.path()).orElseThrow();
                    PipelineRules.check(spec, folder, references, problems::add);
                    script(spec)
                            .ifPresent(script ->
                                    modules.put(file.path(), ScriptModules.of(folder, script, files, problems::add)));
                }
            }
            At name = file.root().get("metadata").get("name");
            name.text()
                    .filter(text -> !key.name().isEmpty() && !text.equals(key.name()))
                    .ifPresent(text -> problems.add(name.problem("expected '%s', as the %s is called, found '%s'"
                            .formatted(key.name(), key.kind() == Kind.PIPELINE ? "folder" : "file", text))));
        }

        private static Optional<String> script(At spec) {
            return spec.get("transform").get("script").text();
        }

        private List<Entry> entries() {
            List<Entry> entries = new ArrayList<>();
            read.forEach((path, file) -> {
                Kind kind = Layout.key(path).orElseThrow().kind();
                JsonNode spec = file.json().get("spec");
                bind(file, kind, spec);
                String name = file.json().at("/metadata/name").textValue();
                Optional<String> script = script(file.root().get("spec"))
                        .map(beside -> files.get(Layout.pipelineFolder(path).orElseThrow() + beside));
                entries.add(new Entry(
                        new Key(kind, name), json(spec), script, modules.getOrDefault(path, new TreeMap<>())));
            });
            return entries;
        }

        /** The last gate: the services read these very classes. */
        private void bind(YamlFile file, Kind kind, JsonNode spec) {
            try {
                Json.config().treeToValue(spec, SPECS.get(kind));
            } catch (JsonProcessingException e) {
                StringBuilder pointer = new StringBuilder("/spec");
                if (e instanceof JsonMappingException mapping) {
                    mapping.getPath()
                            .forEach(step -> pointer.append('/')
                                    .append(step.getFieldName() == null ? step.getIndex() : step.getFieldName()));
                }
                problems.add(file.atValue(
                        pointer.toString(), "expected a value that the services can read, found one they cannot"));
            }
        }

        private String workspace() {
            return read.get(Layout.PROJECT).json().at("/spec/workspace").textValue();
        }
    }

    private static String json(JsonNode spec) {
        try {
            return Json.config().writeValueAsString(spec);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read can be written", e);
        }
    }
}
