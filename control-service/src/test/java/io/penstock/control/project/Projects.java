package io.penstock.control.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The projects that tests start from. */
public final class Projects {
    /** The pipeline of the product page. */
    public static final String PIPELINE = "pipelines/upgrade-likelihood/pipeline.yaml";
    /** A second pipeline, without a script. */
    public static final String PLAIN = "pipelines/plan-change/pipeline.yaml";

    private Projects() {}

    /** The product page's own project. */
    public static Map<String, String> upgrade() {
        try {
            return new TreeMap<>(ProjectFolder.load(folder()).files());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with a second pipeline: a query, no script, a crossing downwards. */
    public static Map<String, String> withPlainPipeline() {
        Map<String, String> files = upgrade();
        try (var resource = Projects.class.getResourceAsStream("/plain-pipeline/pipeline.yaml")) {
            files.put(PLAIN, new String(resource.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Where the product page's project stands on disk. */
    public static Path folder() {
        try {
            return Path.of(Projects.class
                            .getResource("/upgrade-project/project.yaml")
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
