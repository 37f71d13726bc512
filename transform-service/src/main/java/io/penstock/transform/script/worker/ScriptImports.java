package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one script imports: files of its author by path, packages by name, nothing else. Remembers the first thing that
 * could not be had, because engines lose its place or its name on the way.
 */
final class ScriptImports {
    /** Before a package's name in an engine: no file of the author has such a name, and its stack is not his. */
    private static final String PACKAGE = "npm:";

    private final ScriptFiles files;
    private final ScriptPackages packages;
    private final String engine;
    private final Set<String> lacking;
    private Refusal failure;
    private boolean isSealed;

    /**
     * @param engine its name, for messages
     * @param lacking parts of the language that it does not have; packages that need one are refused
     */
    ScriptImports(ScriptFiles files, ScriptPackages packages, String engine, Set<String> lacking) {
        this.files = files;
        this.packages = packages;
        this.engine = engine;
        this.lacking = lacking;
    }

    /** The engine's name of what a module imports. */
    static String resolve(String from, String specifier) {
        return ScriptFiles.isRelative(specifier) ? ScriptFiles.resolve(from, specifier) : PACKAGE + specifier;
    }

    /** From now on nothing can be imported: the top level has run. */
    void seal() {
        isSealed = true;
    }

    boolean isSealed() {
        return isSealed;
    }

    /** Text of the module with this name; else empty, and then {@link #missing(String)} is why. */
    Optional<String> text(String name) {
        if (ScriptFiles.isOwn(name)) return files.text(name);
        return needed(name).isPresent() ? Optional.empty() : packages.text(packageOf(name));
    }

    /** Notes that a module is not to be had, and says so in words. */
    String missing(String name, Place place) {
        String message = message(name);
        fail(ScriptErrorCode.PACKAGE_NOT_FOUND, hinted(message, name), place);
        return message;
    }

    /** Notes that a module cannot be compiled. */
    void broken(String message, Place place) {
        fail(ScriptErrorCode.SCRIPT_REJECTED, Refusal.cut(message), place);
    }

    private void fail(ScriptErrorCode code, String message, Place place) {
        if (failure == null) failure = new Refusal(code, message, place);
    }

    /** Why a script is refused: for the first thing that it imports and cannot have, else for the reason given. */
    Refusal refusal(String reason, Place place) {
        if (failure == null) return new Refusal(ScriptErrorCode.SCRIPT_REJECTED, reason, place);
        var found = failure.answer();
        return found.place().isKnown() ? failure : new Refusal(found.code(), found.message(), place);
    }

    private String message(String name) {
        if (ScriptFiles.isOwn(name)) return "Cannot find file '" + Refusal.cut(name.substring(1)) + "'";
        return needed(name)
                .map(need -> "Package '" + packageOf(name) + "' needs " + need + ", which " + engine + " has not")
                .orElseGet(() -> "Cannot find package '" + Refusal.cut(packageOf(name)) + "'");
    }

    private String hinted(String message, String name) {
        if (ScriptFiles.isOwn(name) || needed(name).isPresent()) return message;
        List<String> nearest = packages.nearest(packageOf(name));
        return nearest.isEmpty() ? message : message + "; did you mean " + String.join(", ", nearest) + "?";
    }

    /** What the package of this name needs and this engine lacks. */
    private Optional<String> needed(String name) {
        return packages.need(packageOf(name)).filter(lacking::contains);
    }

    /** The package that the engine knows by this name. */
    static String packageOf(String name) {
        return name.startsWith(PACKAGE) ? name.substring(PACKAGE.length()) : name;
    }
}
