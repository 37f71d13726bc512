package io.penstock.transform.script;

import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.ScriptForm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** A script that was loaded once and may be run from any thread, as long as its {@link ScriptRuntime} is open. */
public final class Script {
    private final ScriptSource source;
    private final ScriptForm form;
    private final Message.Load load;
    private final ScriptHealth health;

    Script(ScriptSource source, ScriptForm form, Message.Load load, ScriptHealth health) {
        this.source = source;
        this.form = form;
        this.load = load;
        this.health = health;
    }

    public ScriptSource source() {
        return source;
    }

    /** Which of the two forms the script has, and so whether its values are objects or arrays of calls. */
    public ScriptForm form() {
        return form;
    }

    /** Whether the script cost so many workers that it does not run any more; see {@link #resume()}. */
    public boolean isPaused() {
        return health.isPaused();
    }

    /** Lets a paused script run again with a clean record. Loading it anew does the same. */
    public void resume() {
        health.clear();
    }

    Message.Load load() {
        return load;
    }

    ScriptHealth health() {
        return health;
    }

    static Message.Load load(ScriptSource source) {
        var limits = source.limits();
        String key = source.pipeline() + "@" + source.version() + "#" + digest(source) + "/" + limits.perRow() + "/"
                + limits.perBatch();
        return new Message.Load(
                key,
                source.pipeline(),
                source.version(),
                source.file(),
                source.text(),
                source.modules(),
                source.personal(),
                (int) limits.perRow().toMillis(),
                (int) limits.perBatch().toMillis());
    }

    private static String digest(ScriptSource source) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<String> parts = new ArrayList<>(List.of(source.file(), source.text()));
            new TreeMap<>(source.modules()).forEach((path, text) -> parts.addAll(List.of(path, text)));
            parts.add(source.personal().toString());
            parts.forEach(part -> digest.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
