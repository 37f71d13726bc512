package io.penstock.control.project;

import io.penstock.control.core.Key;
import io.penstock.control.core.Kind;
import io.penstock.control.core.Problem;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the files of a project stand, and what a file at a place must be. */
final class Layout {
    static final String PROJECT = "project.yaml";
    static final String IDENTITY = "identity.yaml";
    static final String CONNECTIONS = "connections/";
    static final String PIPELINES = "pipelines/";
    static final String PIPELINE = "pipeline.yaml";

    private static final Pattern CONNECTION_FILE = Pattern.compile("connections/([^/]+)\\.yaml");
    private static final Pattern PIPELINE_FILE = Pattern.compile("pipelines/([^/]+)/pipeline\\.yaml");
    private static final Pattern PIPELINE_FOLDER = Pattern.compile("(pipelines/[^/]+/)[^/].*");
    private static final Pattern ANY_YAML =
            Pattern.compile("(?:project|identity|(?:connections|pipelines)/.*)\\.ya?ml", Pattern.CASE_INSENSITIVE);

    private Layout() {}

    /** What the file at a path configures; the name of a project or an identity is only known from inside. */
    static Optional<Key> key(String path) {
        if (path.equals(PROJECT)) {
            return Optional.of(new Key(Kind.PROJECT, ""));
        }
        if (path.equals(IDENTITY)) {
            return Optional.of(new Key(Kind.IDENTITY, ""));
        }
        return name(CONNECTION_FILE, path)
                .map(name -> new Key(Kind.CONNECTION, name))
                .or(() -> name(PIPELINE_FILE, path).map(name -> new Key(Kind.PIPELINE, name)));
    }

    /** The folder of the pipeline that a file belongs to, with a slash at its end. */
    static Optional<String> pipelineFolder(String path) {
        return name(PIPELINE_FOLDER, path);
    }

    /** Complains about YAML that nobody would read because it stands in no known place. */
    static void complainIfLost(String path, Consumer<Problem> problems) {
        if (ANY_YAML.matcher(path).matches() && !path.contains("/tests/")) {
            problems.accept(Problem.of(
                    path,
                    "expected project.yaml, identity.yaml, connections/<name>.yaml or pipelines/<name>/pipeline.yaml,"
                            + " found a YAML file in another place"));
        }
    }

    private static Optional<String> name(Pattern pattern, String path) {
        Matcher matcher = pattern.matcher(path);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
