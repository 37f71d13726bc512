package io.penstock.transform.script.worker;

import com.caoccao.javet.exceptions.BaseJavetScriptingException;
import com.caoccao.javet.exceptions.JavetCompilationException;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.exceptions.JavetScriptingError;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.V8Value;
import com.caoccao.javet.values.reference.IV8ValuePromise;
import com.caoccao.javet.values.reference.V8Module;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.caoccao.javet.values.reference.V8ValuePromise;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import io.penstock.transform.script.protocol.ScriptForm;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Compiles a script as an ES module and finds its function. Messages of this class may quote the script in full: no row
 * has been seen.
 *
 * @param function the function to call per row; the caller closes it
 */
record ScriptModule(V8ValueFunction function, ScriptForm form) {
    private static final int MAX_MESSAGE = 300;

    static ScriptModule evaluate(V8Runtime runtime, String text, ScriptPackages packages)
            throws JavetException, Refusal {
        var missing = new AtomicReference<String>();
        runtime.setV8ModuleResolver((in, name, referrer) -> {
            Optional<String> found = packages.text(name);
            if (found.isPresent()) return module(in, name, found.get());
            missing.compareAndSet(null, name);
            return absent(in, name);
        });
        try (V8Module module = compile(runtime, text)) {
            if (!module.instantiate()) throw new Refusal("its modules cannot be linked");
            run(module);
            try (V8ValueObject exports = (V8ValueObject) module.getNamespace()) {
                return function(exports);
            }
        } catch (BaseJavetScriptingException e) {
            JavetScriptingError error = e.getScriptingError();
            throw refusal(
                    packages,
                    missing.get(),
                    cut(error.getDetailedMessage()),
                    error.getLineNumber(),
                    error.getStartColumn() + 1);
        } catch (Refusal e) {
            throw refusal(
                    packages,
                    missing.get(),
                    e.answer().message(),
                    e.answer().line(),
                    e.answer().column());
        }
    }

    /**
     * The page's form does not export its function, so an export is tried on; it fits only when there is such a
     * function.
     */
    private static V8Module compile(V8Runtime runtime, String text) throws JavetException {
        V8Module plain = module(runtime, LoadedScript.FILE_NAME, text);
        try {
            return module(
                    runtime,
                    LoadedScript.FILE_NAME,
                    text + "\nexport { send };\n"); // Javet closes the module of the same name.
        } catch (JavetCompilationException e) {
            return plain; // No function of that name, or exported already.
        }
    }

    private static V8Module module(V8Runtime runtime, String name, String text) throws JavetException {
        return runtime.getExecutor(text).setResourceName(name).setModule(true).compileV8Module();
    }

    /** Stands for a package that is not there: to import it, at the top or while running, throws with its name. */
    private static V8Module absent(V8Runtime runtime, String name) throws JavetException {
        String quoted = "'" + missing(name).replaceAll("[^\\w@/.: -]", "_") + "'";
        return module(runtime, name, "throw new Error(" + quoted + ");");
    }

    private static Refusal refusal(ScriptPackages packages, String missing, String message, int line, int column) {
        if (missing == null) return new Refusal(ScriptErrorCode.SCRIPT_REJECTED, message, line, column);
        List<String> nearest = packages.nearest(missing);
        String hint = nearest.isEmpty() ? "" : "; did you mean " + String.join(", ", nearest) + "?";
        return new Refusal(ScriptErrorCode.PACKAGE_NOT_FOUND, missing(missing) + hint, line, column);
    }

    private static void run(V8Module module) throws JavetException, Refusal {
        try (V8Value done = module.evaluate(true)) {
            if (!(done instanceof V8ValuePromise promise)) return;
            if (promise.getState() == IV8ValuePromise.STATE_PENDING) throw new Refusal("its top level waits for ever");
            if (promise.getState() == IV8ValuePromise.STATE_REJECTED) {
                promise.markAsHandled();
                try (V8Value error = promise.getResult()) {
                    String stack = error instanceof V8ValueObject object ? object.getString("stack") : null;
                    SafeErrors.Position at = SafeErrors.position(String.valueOf(stack));
                    throw new Refusal(
                            ScriptErrorCode.SCRIPT_REJECTED,
                            cut("its top level threw " + error),
                            at.line(),
                            at.column());
                }
            }
        }
    }

    private static ScriptModule function(V8ValueObject exports) throws JavetException, Refusal {
        V8Value transform = exports.get("transform");
        V8Value send = exports.get("send");
        if (transform instanceof V8ValueFunction && send instanceof V8ValueFunction) {
            throw new Refusal("it has both transform and send; expected one of them");
        }
        if (transform instanceof V8ValueFunction function) return new ScriptModule(function, ScriptForm.TRANSFORM);
        if (send instanceof V8ValueFunction function) return new ScriptModule(function, ScriptForm.SEND);
        throw new Refusal(
                "expected 'export function transform(row, context)' or 'async function send(payload, headers)'");
    }

    private static String missing(String name) {
        return "Cannot find package '" + cut(String.valueOf(name)) + "'";
    }

    private static String cut(String text) {
        return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + "…" : text;
    }
}
