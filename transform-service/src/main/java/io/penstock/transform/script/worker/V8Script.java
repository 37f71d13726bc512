package io.penstock.transform.script.worker;

import com.caoccao.javet.exceptions.BaseJavetScriptingException;
import com.caoccao.javet.exceptions.JavetCompilationException;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.V8Value;
import com.caoccao.javet.values.reference.IV8ValuePromise;
import com.caoccao.javet.values.reference.V8Module;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.caoccao.javet.values.reference.V8ValuePromise;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import io.penstock.transform.script.protocol.ScriptForm;

/**
 * Compiles a script as an ES module and finds its function. Messages of this class may quote the script in full: no row
 * has been seen.
 *
 * @param function the function to call per row; the caller closes it
 */
record V8Script(V8ValueFunction function, ScriptForm form) {
    static V8Script evaluate(V8Runtime runtime, ScriptFiles files, V8Engine engine) throws JavetException, Refusal {
        var linker = new V8Modules(files, engine);
        runtime.setV8ModuleResolver(linker);
        try (V8Module module = compile(runtime, files)) {
            linker.add(module);
            if (!module.instantiate()) throw new Refusal("its modules cannot be linked");
            run(module, files);
            try (V8ValueObject exports = (V8ValueObject) module.getNamespace()) {
                return function(exports);
            }
        } catch (BaseJavetScriptingException e) {
            throw linker.refusal(Refusal.cut(e.getScriptingError().getDetailedMessage()), linker.place(e));
        } catch (Refusal e) {
            throw linker.refusal(e.answer().message(), e.answer().place());
        } finally {
            linker.seal();
        }
    }

    /**
     * The page's form does not export its function, so an export is tried on; it fits only when there is such a
     * function.
     */
    private static V8Module compile(V8Runtime runtime, ScriptFiles files) throws JavetException {
        V8Module plain = V8Modules.compile(runtime, files.mainName(), files.mainText());
        try {
            // Javet closes the module of the same name.
            return V8Modules.compile(runtime, files.mainName(), files.mainText() + "\nexport { send };\n");
        } catch (JavetCompilationException e) {
            return plain; // No function of that name, or exported already.
        }
    }

    private static void run(V8Module module, ScriptFiles files) throws JavetException, Refusal {
        try (V8Value done = module.evaluate(true)) {
            if (!(done instanceof V8ValuePromise promise)) return;
            if (promise.getState() == IV8ValuePromise.STATE_PENDING) throw new Refusal("its top level waits for ever");
            if (promise.getState() == IV8ValuePromise.STATE_REJECTED) {
                promise.markAsHandled();
                try (V8Value error = promise.getResult()) {
                    String stack = error instanceof V8ValueObject object ? object.getString("stack") : null;
                    throw new Refusal(
                            ScriptErrorCode.SCRIPT_REJECTED,
                            Refusal.cut("its top level threw " + error),
                            files.place(String.valueOf(stack)));
                }
            }
        }
    }

    private static V8Script function(V8ValueObject exports) throws JavetException, Refusal {
        V8Value transform = exports.get("transform");
        V8Value send = exports.get("send");
        if (transform instanceof V8ValueFunction && send instanceof V8ValueFunction) {
            throw new Refusal("it has both transform and send; expected one of them");
        }
        if (transform instanceof V8ValueFunction function) return new V8Script(function, ScriptForm.TRANSFORM);
        if (send instanceof V8ValueFunction function) return new V8Script(function, ScriptForm.SEND);
        throw new Refusal(
                "expected 'export function transform(row, context)' or 'async function send(payload, headers)'");
    }
}
