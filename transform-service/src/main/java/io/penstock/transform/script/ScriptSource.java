package io.penstock.transform.script;

/**
 * A transform as it stands in a pipeline's folder.
 *
 * @param pipeline name of the pipeline; the script sees it as {@code context.pipeline}
 * @param version version of the pipeline's configuration; the script sees it as {@code context.version}
 * @param text JavaScript, an ES module
 */
public record ScriptSource(String pipeline, String version, String text, ScriptLimits limits) {
    /** Longest text accepted, in characters. */
    public static final int MAX_LENGTH = 1 << 20;

    public ScriptSource {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("expected at most " + MAX_LENGTH + " characters, got " + text.length());
        }
    }

    @Override
    public String toString() {
        return pipeline + "@" + version;
    }
}
