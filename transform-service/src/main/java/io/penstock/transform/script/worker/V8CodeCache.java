package io.penstock.transform.script.worker;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.reference.V8Module;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * What V8 made of large packages, in files beside its library, so that the next isolate that imports one need not
 * compile it (zod 42 ms without, 8 ms with). A file is made when a package is first imported, in an isolate in which no
 * code of a customer has run, and after the package's own top level, whose functions are then in it. Where a file
 * cannot be written or read the package is compiled as if there were none.
 */
final class V8CodeCache {
    /** Characters from which on it is worth it: below that compiling takes a few milliseconds. */
    private static final int LARGE = 100_000;

    private final V8Engine engine;
    private final Path directory;
    private final String build;

    /** @param settings whatever of it V8's code depends on becomes part of a file's name */
    V8CodeCache(V8Engine engine, WorkerSettings settings) {
        this.engine = engine;
        this.directory = settings.library().getParent();
        this.build =
                settings.library().getFileName() + "/" + settings.heapMegabytes() + "/" + settings.isLinearRegexp();
    }

    /** Compiles a package in an isolate. */
    V8Module compile(V8Runtime runtime, String name, String text) throws JavetException {
        byte[] code = text.length() < LARGE ? null : code(name, text);
        return runtime.getExecutor(text, code)
                .setResourceName(name)
                .setModule(true)
                .compileV8Module();
    }

    private byte[] code(String name, String text) throws JavetException {
        Path file =
                directory.resolve("code-" + name.replaceAll("[^\\w.-]", "_") + "-" + hex(build + "\n" + text) + ".bin");
        try {
            byte[] known = Files.exists(file) ? checked(Files.readAllBytes(file)) : null;
            if (known != null) return known;
            byte[] made = make(name, text);
            write(file, made);
            return made;
        } catch (IOException e) {
            return null; // Slower, and nothing else.
        }
    }

    private byte[] make(String name, String text) throws JavetException {
        try (V8Isolate clean = V8Isolate.open(engine);
                V8Module module = V8Modules.compile(clean.runtime(), name, text)) {
            if (module.instantiate()) module.evaluate(true).close();
            return module.getCachedData();
        } catch (EngineFailure e) {
            throw new IllegalStateException("an isolate cannot be closed", e);
        }
    }

    /** Whole or not at all: V8 does not check its bytes, and a damaged file could end the process. */
    private static byte[] checked(byte[] bytes) {
        if (bytes.length <= Long.BYTES) return null;
        byte[] code = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
        return ByteBuffer.wrap(bytes).getLong() == crc(code) ? code : null;
    }

    private void write(Path file, byte[] code) throws IOException {
        // The service removes files of this name whose process is gone.
        Path part = Files.createTempFile(
                directory, "of-process-" + ProcessHandle.current().pid() + "-", ".tmp");
        Files.write(
                part,
                ByteBuffer.allocate(Long.BYTES + code.length)
                        .putLong(crc(code))
                        .put(code)
                        .array());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String hex(String text) {
        return "%08x".formatted(crc(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static long crc(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
