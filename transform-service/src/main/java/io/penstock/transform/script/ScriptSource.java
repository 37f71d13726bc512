package io.penstock.transform.script;

import java.util.List;
import java.util.Map;

/**
 * A transform as it stands in a pipeline's folder.
 *
 * @param pipeline name of the pipeline; the script sees it as {@code context.pipeline}
 * @param version version of the pipeline's configuration; the script sees it as {@code context.version}
 * @param file name of the script's file
 * @param text JavaScript, an ES module
 * @param modules the author's own files that it imports: path from the script's folder, with {@code /}, to text
 * @param personal columns with personal data; when empty, every column counts as such
 */
public record ScriptSource(
        String pipeline,
        String version,
        String file,
        String text,
        Map<String, String> modules,
        List<String> personal,
        ScriptLimits limits) {
    /** Longest text accepted, in characters, all files together. */
    public static final int MAX_LENGTH = 1 << 20;

    public ScriptSource {
        modules = Map.copyOf(modules);
        personal = List.copyOf(personal);
        long length = text.length()
                + modules.values().stream().mapToLong(String::length).sum();
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException("expected at most " + MAX_LENGTH + " characters, got " + length);
        }
    }

    /** A script in one file called {@code transform.js}, of whose columns nobody said which are personal. */
    public static ScriptSource of(String pipeline, String version, String text, ScriptLimits limits) {
        return new ScriptSource(pipeline, version, "transform.js", text, Map.of(), List.of(), limits);
    }

    @Override
    public String toString() {
        return pipeline + "@" + version;
    }
}
