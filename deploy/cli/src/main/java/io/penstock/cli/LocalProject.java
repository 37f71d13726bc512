package io.penstock.cli;

import io.penstock.control.core.Bundle;
import io.penstock.control.core.Kind;
import io.penstock.control.core.Reading;
import io.penstock.control.project.ConfigSchemas;
import io.penstock.control.project.ProjectFolder;
import io.penstock.control.project.YamlProjectReader;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A project folder, read and judged.
 *
 * @param reading what control-service would say of it
 */
record LocalProject(Path folder, Map<String, String> files, Reading reading) {
    /**
     * Reads a folder.
     *
     * @throws CommandFailedException if there is none, or it cannot be read
     */
    static LocalProject load(Path folder) {
        try {
            ProjectFolder read = ProjectFolder.load(folder);
            return new LocalProject(folder, read.files(), read.read(new YamlProjectReader(ConfigSchemas.load())));
        } catch (NotDirectoryException e) {
            throw new CommandFailedException("expected a folder with project.yaml, found no folder " + folder);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + e.getMessage());
        }
    }

    /** Errors with paths as they are from here, so that a terminal can open them; empty if there are none. */
    List<String> errors() {
        return switch (reading) {
            case Reading.Accepted accepted -> List.of();
            case Reading.Refused refused ->
                refused.problems().stream()
                        .map(problem -> "%s:%d:%d: %s"
                                .formatted(
                                        folder.resolve(problem.file()).normalize(),
                                        problem.line(),
                                        problem.column(),
                                        problem.message()))
                        .toList();
        };
    }

    /** {@code workspace telco: 1 pipeline, 2 connections, identity}. */
    static String summary(Bundle bundle) {
        StringJoiner parts = new StringJoiner(", ");
        count(parts, bundle.count(Kind.PIPELINE), "pipeline");
        count(parts, bundle.count(Kind.CONNECTION), "connection");
        if (bundle.count(Kind.IDENTITY) > 0) {
            parts.add("identity");
        }
        return "workspace " + bundle.workspace() + ": " + parts;
    }

    private static void count(StringJoiner parts, long count, String what) {
        parts.add(count + " " + what + (count == 1 ? "" : "s"));
    }
}
