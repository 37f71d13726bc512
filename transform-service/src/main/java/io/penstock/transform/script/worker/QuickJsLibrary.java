package io.penstock.transform.script.worker;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The functions of QuickJS's C interface that an isolate needs, and no more. The interface is that of the pinned
 * version, and {@link QuickJsEngine} tries it out before it says that it is ready. Used by the script thread alone.
 */
@SuppressWarnings("restricted")
final class QuickJsLibrary {
    /** A JavaScript value; with a negative tag it is counted by QuickJS and has to be dropped. */
    record Value(long content, long tag) {
        private static final StructLayout LAYOUT = MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG);

        private static Value of(MemorySegment segment) {
            return new Value(segment.get(JAVA_LONG, 0), segment.get(JAVA_LONG, JAVA_LONG.byteSize()));
        }

        private MemorySegment in(SegmentAllocator allocator) {
            MemorySegment segment = allocator.allocate(LAYOUT);
            write(segment, 0);
            return segment;
        }

        private void write(MemorySegment segment, long at) {
            segment.set(JAVA_LONG, at, content);
            segment.set(JAVA_LONG, at + JAVA_LONG.byteSize(), tag);
        }
    }

    private static final StructLayout VALUE = Value.LAYOUT;
    private static final Map<String, FunctionDescriptor> TYPES = Map.ofEntries(
            Map.entry("JS_NewRuntime", FunctionDescriptor.of(ADDRESS)),
            Map.entry("JS_FreeRuntime", FunctionDescriptor.ofVoid(ADDRESS)),
            Map.entry("JS_NewContext", FunctionDescriptor.of(ADDRESS, ADDRESS)),
            Map.entry("JS_FreeContext", FunctionDescriptor.ofVoid(ADDRESS)),
            Map.entry("JS_SetMemoryLimit", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG)),
            Map.entry("JS_SetMaxStackSize", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG)),
            Map.entry("JS_UpdateStackTop", FunctionDescriptor.ofVoid(ADDRESS)),
            Map.entry("JS_SetInterruptHandler", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS)),
            Map.entry("JS_SetModuleLoaderFunc", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS)),
            Map.entry("JS_Eval", FunctionDescriptor.of(VALUE, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT)),
            Map.entry("JS_Call", FunctionDescriptor.of(VALUE, ADDRESS, VALUE, VALUE, JAVA_INT, ADDRESS)),
            Map.entry("JS_GetPropertyStr", FunctionDescriptor.of(VALUE, ADDRESS, VALUE, ADDRESS)),
            Map.entry("JS_NewStringLen", FunctionDescriptor.of(VALUE, ADDRESS, ADDRESS, JAVA_LONG)),
            Map.entry(
                    "JS_NewArrayBuffer",
                    FunctionDescriptor.of(VALUE, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, JAVA_INT)),
            Map.entry("JS_ToCStringLen2", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, VALUE, JAVA_INT)),
            Map.entry("JS_FreeCString", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS)),
            Map.entry("JS_GetException", FunctionDescriptor.of(VALUE, ADDRESS)),
            Map.entry("JS_Throw", FunctionDescriptor.of(VALUE, ADDRESS, VALUE)),
            Map.entry("JS_ExecutePendingJob", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)),
            Map.entry("js_strdup", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS)),
            Map.entry("quickjs_version", FunctionDescriptor.of(ADDRESS)));

    /** @param handle takes all arguments in one array */
    private record Function(MethodHandle handle, boolean givesValue) {}

    private final Map<String, Function> functions = new HashMap<>();

    private QuickJsLibrary(SymbolLookup symbols) {
        TYPES.forEach((name, type) -> functions.put(name, function(symbols.findOrThrow(name), type)));
    }

    /** Loads it for as long as this process lives. */
    static QuickJsLibrary load(Path file) {
        return new QuickJsLibrary(SymbolLookup.libraryLookup(file, Arena.global()));
    }

    private static Function function(MemorySegment address, FunctionDescriptor type) {
        MethodHandle handle = Linker.nativeLinker().downcallHandle(address, type);
        return new Function(
                handle.asSpreader(Object[].class, handle.type().parameterCount())
                        .asType(MethodType.methodType(Object.class, Object[].class)),
                type.returnLayout().filter(VALUE::equals).isPresent());
    }

    /** Calls a function: boxes its arguments, which is cheap enough for a dozen calls per batch. Texts may be given. */
    Object call(String name, Object... arguments) {
        Function function = functions.get(name);
        try (Arena scratch = Arena.ofConfined()) {
            int first = function.givesValue ? 1 : 0;
            Object[] all = new Object[first + arguments.length];
            if (function.givesValue) all[0] = scratch;
            for (int i = 0; i < arguments.length; i++) all[first + i] = nativeOf(arguments[i], scratch);
            Object result = function.handle.invokeExact(all);
            return function.givesValue ? Value.of((MemorySegment) result) : result;
        } catch (Throwable e) { // What a handle declares; C functions throw nothing.
            throw new IllegalStateException("a call of " + name + " failed", e);
        }
    }

    private static Object nativeOf(Object argument, Arena scratch) {
        return switch (argument) {
            case Value value -> value.in(scratch);
            case String text -> scratch.allocateFrom(text);
            case Value[] values -> list(values, scratch);
            case byte[] bytes -> terminated(bytes, scratch);
            default -> argument;
        };
    }

    private static MemorySegment list(Value[] values, Arena scratch) {
        MemorySegment list = scratch.allocate(VALUE, Math.max(1, values.length));
        for (int i = 0; i < values.length; i++) values[i].write(list, i * VALUE.byteSize());
        return list;
    }

    private static MemorySegment terminated(byte[] bytes, Arena scratch) {
        MemorySegment copy = scratch.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
        return copy;
    }

    /** Makes a method callable by QuickJS for as long as the arena is open; it must not throw. */
    static MemorySegment callback(MethodHandle method, FunctionDescriptor type, Arena arena) {
        return Linker.nativeLinker().upcallStub(method, type, arena);
    }

    /** The text at an address, up to a zero byte. */
    static String text(MemorySegment address) {
        return address.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** The bytes at an address. */
    static byte[] bytes(MemorySegment address, long length) {
        return address.reinterpret(length).toArray(JAVA_BYTE);
    }
}
