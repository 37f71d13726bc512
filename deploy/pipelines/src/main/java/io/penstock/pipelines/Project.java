package io.penstock.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.control.core.Bundle;
import io.penstock.control.core.Entry;
import io.penstock.control.core.Kind;
import io.penstock.control.core.Problem;
import io.penstock.control.core.Reading;
import io.penstock.control.project.ConfigSchemas;
import io.penstock.control.project.ProjectFolder;
import io.penstock.control.project.Wording;
import io.penstock.control.project.YamlProjectReader;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A project folder that control-service would take.
 *
 * @param pipelines as they would stand on the config topic, by name
 * @param identifierTypes that people may have; empty if the project names none
 */
record Project(Path folder, List<ConfigV1> pipelines, List<String> identifierTypes) {
    /**
     * Reads a folder.
     *
     * @throws CommandFailedException if it is no valid project; the message has a line for each mistake
     */
    static Project load(Path folder) {
        try {
            return switch (ProjectFolder.load(folder).read(new YamlProjectReader(ConfigSchemas.load()))) {
                case Reading.Accepted(Bundle bundle) -> new Project(folder, pipelines(bundle), types(bundle));
                case Reading.Refused(List<Problem> problems) ->
                    throw new CommandFailedException("the project is not valid\n"
                            + problems.stream()
                                    .map(problem -> "%s:%d:%d: %s"
                                            .formatted(
                                                    folder.resolve(problem.file())
                                                            .normalize(),
                                                    problem.line(),
                                                    problem.column(),
                                                    problem.message()))
                                    .collect(Collectors.joining("\n")));
            };
        } catch (NotDirectoryException e) {
            throw new CommandFailedException("expected a folder with project.yaml, found no folder " + folder);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + e.getMessage());
        }
    }

    /**
     * The pipelines with that name, or all.
     *
     * @param only null for all
     * @throws CommandFailedException if there is none
     */
    List<ConfigV1> named(String only) {
        List<String> names = pipelines.stream().map(ConfigV1::name).toList();
        if (only == null) {
            return pipelines;
        }
        if (!names.contains(only)) {
            throw new CommandFailedException("expected one of the pipelines " + String.join(", ", names) + ", found '"
                    + only + "'" + Wording.hint(only, names));
        }
        return pipelines.stream()
                .filter(pipeline -> pipeline.name().equals(only))
                .toList();
    }

    /** Complains of tests that lie where there is no pipeline, and so would never be played. */
    void refuseTestsOfNobody() {
        List<String> names = pipelines.stream().map(ConfigV1::name).toList();
        for (Path pipeline : files(folder.resolve("pipelines"))) {
            List<Path> tests = tests(pipeline);
            if (!names.contains(pipeline.getFileName().toString()) && !tests.isEmpty()) {
                throw new CommandFailedException(tests.getFirst() + ": expected a pipeline in "
                        + pipeline.resolve("pipeline.yaml") + " that it tests, found none");
            }
        }
    }

    /** The tests of a pipeline, by file name. */
    List<TestFile> tests(String pipeline, TestSchema schema) {
        return tests(folder.resolve("pipelines").resolve(pipeline)).stream()
                .map(file -> TestFile.read(file, schema, identifierTypes))
                .toList();
    }

    private static List<Path> tests(Path pipeline) {
        return files(pipeline.resolve("tests")).stream()
                .filter(file -> file.toString().endsWith(".json"))
                .toList();
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + folder);
        }
    }

    private static List<String> types(Bundle bundle) {
        List<String> types = new ArrayList<>();
        bundle.entries().stream()
                .filter(entry -> entry.key().kind() == Kind.IDENTITY)
                .forEach(entry -> tree(entry.spec()).path("types").fieldNames().forEachRemaining(types::add));
        return List.copyOf(types);
    }

    private static List<ConfigV1> pipelines(Bundle bundle) {
        return bundle.entries().stream()
                .filter(entry -> entry.key().kind() == Kind.PIPELINE)
                .map(entry -> config(bundle.workspace(), entry))
                .toList();
    }

    private static ConfigV1 config(String workspace, Entry entry) {
        return new ConfigV1(
                workspace,
                ConfigV1.Kind.PIPELINE,
                entry.key().name(),
                1,
                tree(entry.spec()),
                entry.script().orElse(null),
                entry.modules(),
                entry.hash(),
                "local",
                Instant.EPOCH);
    }

    private static ObjectNode tree(String spec) {
        try {
            return Json.wire().readValue(spec, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a spec that was written can be read", e);
        }
    }
}
