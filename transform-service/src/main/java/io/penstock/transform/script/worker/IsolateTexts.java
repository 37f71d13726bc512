package io.penstock.transform.script.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Our own JavaScript, the same for every engine, in the order in which it runs. */
record IsolateTexts(String prelude, String console, String lock, String harness) {
    static IsolateTexts read() throws IOException {
        return new IsolateTexts(text("prelude.js"), text("console.js"), text("lock.js"), text("harness.js"));
    }

    /** Text of a file beside this class. */
    static String text(String name) throws IOException {
        try (InputStream in = IsolateTexts.class.getResourceAsStream(name)) {
            if (in == null) throw new IOException("missing on the class path: " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
