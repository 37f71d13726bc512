package io.penstock.transform.script.worker;

import com.caoccao.javet.exceptions.BaseJavetScriptingException;
import com.caoccao.javet.exceptions.JavetCompilationException;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.callback.IV8ModuleResolver;
import com.caoccao.javet.values.reference.IV8Module;
import com.caoccao.javet.values.reference.V8Module;
import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what a script imports: files of its author by path, packages by name, nothing else. Files may import each other
 * in circles, as ES modules do. Of one isolate.
 */
final class ModuleLinker implements IV8ModuleResolver {
    /** Before a package's name in V8: no file of the author has such a name, and its stack is not his. */
    private static final String PACKAGE = "npm:";

    private final ScriptFiles files;
    private final ScriptPackages packages;
    private final CodeCache cache;
    private final Map<String, IV8Module> linked = new HashMap<>();
    private Refusal failure;
    private boolean isSealed;

    ModuleLinker(ScriptFiles files, Engine engine) {
        this.files = files;
        this.packages = engine.packages();
        this.cache = engine.codeCache();
    }

    /** Makes a module known under its name: others that import it get this one. */
    void add(V8Module module) throws JavetException {
        linked.put(module.getResourceName(), module);
    }

    /** From now on nothing can be imported: the top level has run. */
    void seal() {
        isSealed = true;
        linked.clear();
    }

    /** Compiles one module. */
    static V8Module compile(V8Runtime runtime, String name, String text) throws JavetException {
        return runtime.getExecutor(text).setResourceName(name).setModule(true).compileV8Module();
    }

    @Override
    public String getAbsoluteResourceName(V8Runtime runtime, String specifier, IV8Module from) throws JavetException {
        return ScriptFiles.isRelative(specifier)
                ? ScriptFiles.resolve(from.getResourceName(), specifier)
                : PACKAGE + specifier;
    }

    @Override
    public IV8Module resolve(V8Runtime runtime, String specifier, IV8Module from) throws JavetException {
        String name = getAbsoluteResourceName(runtime, specifier, from);
        if (isSealed) return throwing(runtime, name, "Nothing can be imported while rows run");
        IV8Module known = linked.get(name);
        if (known != null) return known;
        V8Module module = find(runtime, name);
        linked.put(name, module);
        return module;
    }

    private V8Module find(V8Runtime runtime, String name) throws JavetException {
        Optional<String> text = ScriptFiles.isOwn(name) ? files.text(name) : packages.text(packageOf(name));
        if (text.isEmpty()) {
            fail(ScriptErrorCode.PACKAGE_NOT_FOUND, hinted(message(name), name), Place.UNKNOWN);
            return throwing(runtime, name, message(name));
        }
        try {
            return ScriptFiles.isOwn(name)
                    ? compile(runtime, name, text.get())
                    : cache.compile(runtime, name, text.get());
        } catch (JavetCompilationException e) { // Passed on by V8 it would lose its place.
            fail(
                    ScriptErrorCode.SCRIPT_REJECTED,
                    Refusal.cut(e.getScriptingError().getDetailedMessage()),
                    place(e));
            return throwing(runtime, name, "cannot be compiled");
        }
    }

    /** Stands for what is not there: to import it, at the top or while running, throws. */
    private static V8Module throwing(V8Runtime runtime, String name, String message) throws JavetException {
        return compile(runtime, name, "throw new Error('" + message.replaceAll("[^\\w@/.: -]", "_") + "');");
    }

    private void fail(ScriptErrorCode code, String message, Place place) {
        if (failure == null) failure = new Refusal(code, message, place);
    }

    /** Where an error of V8 lies in the author's files. */
    Place place(BaseJavetScriptingException e) {
        var error = e.getScriptingError();
        return files.place(error.getResourceName(), error.getLineNumber(), error.getStartColumn() + 1);
    }

    /** Why a script is refused: for the first thing that it imports and cannot have, else for the reason given. */
    Refusal refusal(String reason, Place place) {
        if (failure == null) return new Refusal(ScriptErrorCode.SCRIPT_REJECTED, reason, place);
        var found = failure.answer();
        return found.place().isKnown() ? failure : new Refusal(found.code(), found.message(), place);
    }

    private String hinted(String message, String name) {
        List<String> nearest = ScriptFiles.isOwn(name) ? List.of() : packages.nearest(packageOf(name));
        return nearest.isEmpty() ? message : message + "; did you mean " + String.join(", ", nearest) + "?";
    }

    private static String packageOf(String name) {
        return name.substring(PACKAGE.length());
    }

    private static String message(String name) {
        return ScriptFiles.isOwn(name)
                ? "Cannot find file '" + Refusal.cut(name.substring(1)) + "'"
                : "Cannot find package '" + Refusal.cut(packageOf(name)) + "'";
    }
}
