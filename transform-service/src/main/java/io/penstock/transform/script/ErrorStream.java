package io.penstock.transform.script;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Drains a worker's standard error. V8 and the JVM write there when they die, possibly with values from the heap, so
 * nothing of the text is kept: it is only searched for a few known phrases that tell the cause.
 */
final class ErrorStream implements Runnable {
    /** What to look for, the more exact first, and what it tells. */
    private static final List<Map.Entry<String, String>> PHRASES = List.of(
            Map.entry("OutOfMemoryError", "out of memory of the JVM"),
            Map.entry("out of memory", "out of memory"),
            Map.entry("invalid size error", "allocation of an impossible size"),
            Map.entry("Check failed", "internal check of V8"),
            Map.entry("Could not find or load main class", "class path"),
            Map.entry("Unrecognized VM option", "JVM options"),
            Map.entry("UnsatisfiedLinkError", "native library"),
            Map.entry("script worker failed: java.io.IOException", "input, output or self-test"),
            Map.entry("script worker failed", "unforeseen failure of the worker program"));

    private static final int MAX_LINE = 4_096;

    private final InputStream in;
    private volatile String cause = "";

    ErrorStream(InputStream in) {
        this.in = in;
    }

    /** Cause as far as it is known, else empty. */
    String cause() {
        return cause;
    }

    @Override
    public void run() {
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
            var line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c != '\n') {
                    if (line.length() < MAX_LINE) line.append((char) c);
                } else {
                    search(line.toString());
                    line.setLength(0);
                }
            }
            search(line.toString());
        } catch (IOException e) {
            return; // The process was killed and its pipe closed: nothing more to learn.
        }
    }

    private void search(String line) {
        if (!cause.isEmpty()) return;
        PHRASES.stream().filter(p -> line.contains(p.getKey())).findFirst().ifPresent(p -> cause = p.getValue());
    }
}
