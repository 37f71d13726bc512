package io.penstock.transform.script.worker;

/** A JavaScript engine in this process, started and tested: the maker of isolates. Used by the script thread alone. */
interface ScriptEngine {
    /** Version of the engine alone, as its makers write it. */
    String version() throws EngineFailure;

    /** A new isolate without a script. The caller closes it. */
    ScriptIsolate open() throws EngineFailure;
}
