package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The scripts this worker holds, one isolate each, the least recently used going first when there are too many. An
 * isolate is thrown away after any breach of a limit: its inside may be half done.
 */
final class LoadedScripts {
    private final ScriptEngine engine;
    private final Watchdog watchdog;
    private final Map<String, LoadedScript> scripts = new LinkedHashMap<>(16, 0.75f, true);

    LoadedScripts(ScriptEngine engine, Watchdog watchdog) {
        this.engine = engine;
        this.watchdog = watchdog;
    }

    Message load(Message.Load source) throws EngineFailure {
        drop(source.key());
        if (scripts.size() >= WorkerSettings.MAX_SCRIPTS)
            drop(scripts.keySet().iterator().next());
        try {
            LoadedScript script = LoadedScript.load(engine, watchdog, source);
            scripts.put(source.key(), script);
            return new Message.Loaded(script.form(), script.printedAtLoad());
        } catch (Refusal e) {
            return e.answer();
        }
    }

    Message call(Message.Call call) throws EngineFailure {
        LoadedScript script = scripts.get(call.key());
        if (script == null) return new Message.NotLoaded();
        Message answer = script.call(call.lines());
        if (answer instanceof Message.Breach breach && breach.code() != ScriptErrorCode.MEMORY) drop(call.key());
        return answer;
    }

    private void drop(String key) throws EngineFailure {
        LoadedScript script = scripts.remove(key);
        if (script != null) script.close();
    }
}
