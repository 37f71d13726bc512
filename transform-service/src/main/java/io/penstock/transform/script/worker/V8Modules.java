package io.penstock.transform.script.worker;

import com.caoccao.javet.exceptions.BaseJavetScriptingException;
import com.caoccao.javet.exceptions.JavetCompilationException;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.callback.IV8ModuleResolver;
import com.caoccao.javet.values.reference.IV8Module;
import com.caoccao.javet.values.reference.V8Module;
import io.penstock.transform.script.protocol.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Links modules in V8. Files may import each other in circles, as ES modules do. Of one isolate. */
final class V8Modules implements IV8ModuleResolver {
    private final ScriptFiles files;
    private final ScriptImports imports;
    private final V8CodeCache cache;
    private final Map<String, IV8Module> linked = new HashMap<>();

    V8Modules(ScriptFiles files, V8Engine engine) {
        this.files = files;
        this.imports = new ScriptImports(files, engine.packages(), "V8", Set.of());
        this.cache = engine.codeCache();
    }

    /** Makes a module known under its name: others that import it get this one. */
    void add(V8Module module) throws JavetException {
        linked.put(module.getResourceName(), module);
    }

    /** From now on nothing can be imported: the top level has run. */
    void seal() {
        imports.seal();
        linked.clear();
    }

    /** Compiles one module. */
    static V8Module compile(V8Runtime runtime, String name, String text) throws JavetException {
        return runtime.getExecutor(text).setResourceName(name).setModule(true).compileV8Module();
    }

    @Override
    public String getAbsoluteResourceName(V8Runtime runtime, String specifier, IV8Module from) throws JavetException {
        return ScriptImports.resolve(from.getResourceName(), specifier);
    }

    @Override
    public IV8Module resolve(V8Runtime runtime, String specifier, IV8Module from) throws JavetException {
        String name = getAbsoluteResourceName(runtime, specifier, from);
        if (imports.isSealed()) return throwing(runtime, name, "Nothing can be imported while rows run");
        IV8Module known = linked.get(name);
        if (known != null) return known;
        V8Module module = find(runtime, name);
        linked.put(name, module);
        return module;
    }

    private V8Module find(V8Runtime runtime, String name) throws JavetException {
        Optional<String> text = imports.text(name);
        if (text.isEmpty()) return throwing(runtime, name, imports.missing(name, Place.UNKNOWN));
        try {
            return ScriptFiles.isOwn(name)
                    ? compile(runtime, name, text.get())
                    : cache.compile(runtime, name, text.get());
        } catch (JavetCompilationException e) { // Passed on by V8 it would lose its place.
            imports.broken(e.getScriptingError().getDetailedMessage(), place(e));
            return throwing(runtime, name, "cannot be compiled");
        }
    }

    /** Stands for what is not there: to import it, at the top or while running, throws. */
    private static V8Module throwing(V8Runtime runtime, String name, String message) throws JavetException {
        return compile(runtime, name, "throw new Error('" + message.replaceAll("[^\\w@/.: -]", "_") + "');");
    }

    /** Where an error of V8 lies in the author's files. */
    Place place(BaseJavetScriptingException e) {
        var error = e.getScriptingError();
        return files.place(error.getResourceName(), error.getLineNumber(), error.getStartColumn() + 1);
    }

    /** Why a script is refused: for the first thing that it imports and cannot have, else for the reason given. */
    Refusal refusal(String reason, Place place) {
        return imports.refusal(reason, place);
    }
}
