package io.penstock.transform.script.worker;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.penstock.transform.script.worker.QuickJsLibrary.Value;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A runtime of QuickJS with one context: memory of its own, nothing of the host in it. Whoever gets a value drops it.
 * Used by the script thread alone, but for {@link #interrupt()}.
 */
final class QuickJsContext implements AutoCloseable {
    /** What a context imports from. Must not throw. */
    interface Modules {
        /** Name under which a module is known. */
        String name(String from, String specifier);

        /** Text of a module; where there is none, a text that throws. */
        String text(String name);
    }

    /** What scripts may use; the rest of the thread's stack is for native code. */
    private static final long STACK_BYTES = WorkerMain.STACK_BYTES / 2;

    private static final Value UNDEFINED = new Value(0, 3);
    private static final Value UNINITIALIZED = new Value(0, 4);
    private static final int TAG_NULL = 2;
    private static final int TAG_EXCEPTION = 6;
    private static final int MODULE = 1;
    private static final int COMPILE_ONLY = 1 << 5;

    private final QuickJsLibrary library;
    private final Modules modules;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment runtime;
    private final MemorySegment context;
    private final MemorySegment jobContext = arena.allocate(ADDRESS);
    private volatile boolean isInterrupted;
    private boolean isOutOfMemory;

    QuickJsContext(QuickJsLibrary library, Modules modules, long memoryBytes) {
        this.library = library;
        this.modules = modules;
        this.runtime = (MemorySegment) library.call("JS_NewRuntime");
        library.call("JS_SetMemoryLimit", runtime, memoryBytes);
        library.call("JS_SetMaxStackSize", runtime, STACK_BYTES);
        this.context = (MemorySegment) library.call("JS_NewContext", runtime);
        var stop = callback("shallStop", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        library.call("JS_SetInterruptHandler", runtime, stop, MemorySegment.NULL);
        var name = callback("moduleName", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        var module = callback("module", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        library.call("JS_SetModuleLoaderFunc", runtime, name, module, MemorySegment.NULL);
    }

    private MemorySegment callback(String method, FunctionDescriptor type) {
        try {
            MethodHandle handle = MethodHandles.lookup().findVirtual(QuickJsContext.class, method, type.toMethodType());
            return QuickJsLibrary.callback(handle.bindTo(this), type, arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no method of this class: " + method, e);
        }
    }

    /** Called by QuickJS every few thousand steps. */
    private int shallStop(MemorySegment ofRuntime, MemorySegment opaque) {
        return isInterrupted ? 1 : 0;
    }

    /** Called by QuickJS, which frees what it gets. */
    private MemorySegment moduleName(
            MemorySegment ofContext, MemorySegment from, MemorySegment specifier, MemorySegment opaque) {
        String name = modules.name(QuickJsLibrary.text(from), QuickJsLibrary.text(specifier));
        return (MemorySegment) library.call("js_strdup", context, name);
    }

    /** Called by QuickJS; the null address means that an exception is on its way. */
    private MemorySegment module(MemorySegment ofContext, MemorySegment name, MemorySegment opaque) {
        String known = QuickJsLibrary.text(name);
        Value module = evaluate(known, modules.text(known), MODULE | COMPILE_ONLY);
        if (module.tag() == TAG_EXCEPTION) return MemorySegment.NULL;
        drop(module); // The context holds it as well.
        return MemorySegment.ofAddress(module.content());
    }

    /** Runs a script of our own and gives its value. */
    Value run(String name, String text) throws EngineFailure {
        library.call("JS_UpdateStackTop", runtime);
        return checked(evaluate(name, text, 0));
    }

    /** Whether a text is a module, as far as that shows without linking and running it. */
    boolean compiles(String name, String text) {
        library.call("JS_UpdateStackTop", runtime);
        Value module = evaluate(name, text, MODULE | COMPILE_ONLY);
        drop(module.tag() == TAG_EXCEPTION ? (Value) library.call("JS_GetException", context) : module);
        return module.tag() != TAG_EXCEPTION;
    }

    private Value evaluate(String name, String text, int flags) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return (Value) library.call("JS_Eval", context, bytes, (long) bytes.length, name, flags);
    }

    /** Calls a function, or a method of an object; drops the arguments. */
    Value call(Value function, Value... arguments) throws EngineFailure {
        library.call("JS_UpdateStackTop", runtime);
        Value result = (Value) library.call("JS_Call", context, function, UNDEFINED, arguments.length, arguments);
        for (Value argument : arguments) drop(argument);
        return checked(result);
    }

    /** Calls the function that is a property of an object; drops the arguments. */
    Value invoke(Value object, String name, Value... arguments) throws EngineFailure {
        Value function = checked((Value) library.call("JS_GetPropertyStr", context, object, name));
        try {
            return call(function, arguments);
        } finally {
            drop(function);
        }
    }

    /** Runs what promises have put off, until nothing is left. */
    void runJobs() throws EngineFailure {
        while (true) {
            if (isInterrupted) throw new EngineFailure(new IllegalStateException("interrupted"));
            library.call("JS_UpdateStackTop", runtime);
            int executed = (int) library.call("JS_ExecutePendingJob", runtime, jobContext);
            if (executed == 0) return;
            if (executed < 0) drop((Value) library.call("JS_GetException", context));
        }
    }

    /** A text as a value. */
    Value text(String text) throws EngineFailure {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return checked((Value) library.call("JS_NewStringLen", context, bytes, (long) bytes.length));
    }

    /** A number as a value. */
    static Value number(int number) {
        return new Value(number & 0xffff_ffffL, 0);
    }

    /** Memory of this process as an {@code ArrayBuffer}; it must outlive this context. */
    Value shared(ByteBuffer memory) throws EngineFailure {
        MemorySegment segment = MemorySegment.ofBuffer(memory);
        return checked((Value) library.call(
                "JS_NewArrayBuffer", context, segment, segment.byteSize(), MemorySegment.NULL, MemorySegment.NULL, 0));
    }

    /** A value as text; drops it. */
    String textOf(Value value) throws EngineFailure {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment length = scratch.allocate(JAVA_LONG);
            var bytes = (MemorySegment) library.call("JS_ToCStringLen2", context, length, value, 0);
            drop(value);
            if (bytes.address() == 0) throw failure();
            String text = new String(QuickJsLibrary.bytes(bytes, length.get(JAVA_LONG, 0)), StandardCharsets.UTF_8);
            library.call("JS_FreeCString", context, bytes);
            return text;
        }
    }

    /** Gives a value back. QuickJS itself counts: how it does that changed between its versions. */
    void drop(Value value) {
        if (value.tag() >= 0) return;
        library.call("JS_Throw", context, value);
        library.call("JS_Throw", context, UNINITIALIZED);
    }

    private Value checked(Value value) throws EngineFailure {
        if (value.tag() == TAG_EXCEPTION) throw failure();
        return value;
    }

    private EngineFailure failure() {
        Value exception = (Value) library.call("JS_GetException", context);
        if (!isInterrupted && isMemory(exception)) isOutOfMemory = true;
        drop(exception);
        return new EngineFailure(new IllegalStateException(isInterrupted ? "interrupted" : "a script of ours failed"));
    }

    /** With no room for an error object QuickJS throws null, which our own scripts never do. */
    private boolean isMemory(Value exception) {
        if (exception.tag() == TAG_NULL) return true;
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment length = scratch.allocate(JAVA_LONG);
            var bytes = (MemorySegment) library.call("JS_ToCStringLen2", context, length, exception, 0);
            if (bytes.address() == 0) return false;
            boolean isMemory = QuickJsLibrary.text(bytes).startsWith("InternalError: out of memory");
            library.call("JS_FreeCString", context, bytes);
            return isMemory;
        }
    }

    /** Ends what runs, from any thread. */
    void interrupt() {
        isInterrupted = true;
    }

    /** Lets it run again. */
    void resume() {
        isInterrupted = false;
    }

    /** Whether a call ended because the memory limit was reached. */
    boolean isOutOfMemory() {
        return isOutOfMemory;
    }

    @Override
    public void close() {
        library.call("JS_FreeContext", context);
        library.call("JS_FreeRuntime", runtime);
        arena.close();
    }
}
