package io.penstock.transform.script;

import io.penstock.transform.script.protocol.EngineName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/**
 * The large files a worker needs, unpacked once into a fixed directory. Left to themselves the engines' loaders unpack
 * them into the temporary directory at every start, 45 MB for V8, and leave them there after a crash. Several processes
 * may unpack at the same moment: a file appears whole or not at all.
 *
 * @param library the engine's native library; name or folder carry its version
 * @param icuData ICU data for V8, its name carries a checksum; empty for an engine that takes none
 */
record RuntimeFiles(EngineName engine, Path library, Optional<Path> icuData) {
    private static final String PREFIX = "of-process-";
    private static final String SUFFIX = ".tmp";
    private static final String ICU_RESOURCE = "icu/icudt77l.dat.gz";

    static RuntimeFiles unpackedIn(Path directory, EngineName engine) throws IOException {
        Files.createDirectories(directory);
        removeLeftovers(directory);
        var library = NativeLibrary.here(engine);
        return switch (engine) {
            case V8 ->
                new RuntimeFiles(
                        engine, unpacked(library, directory.resolve(library.file())), Optional.of(icu(directory)));
            case QUICKJS -> {
                Path folder = directory.resolve("quickjs-" + checksum(library.open()));
                Files.createDirectories(folder);
                yield new RuntimeFiles(engine, unpacked(library, folder.resolve(library.file())), Optional.empty());
            }
        };
    }

    private static Path unpacked(NativeLibrary library, Path file) throws IOException {
        if (!Files.exists(file)) {
            try (InputStream in = library.open()) {
                unpack(in, file);
            }
        }
        return file.toAbsolutePath();
    }

    private static Path icu(Path directory) throws IOException {
        Path file = directory.resolve("icudt77l-" + checksum(icu()) + ".dat");
        if (!Files.exists(file)) {
            try (InputStream in = new GZIPInputStream(icu())) {
                unpack(in, file);
            }
        }
        return file.toAbsolutePath();
    }

    /** A new file that the next start removes if this process does not. */
    static Path temporary(Path directory) throws IOException {
        return Files.createTempFile(directory, PREFIX + ProcessHandle.current().pid() + "-", SUFFIX);
    }

    private static void removeLeftovers(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
            for (Path file : files) {
                String pid =
                        file.getFileName().toString().substring(PREFIX.length()).replaceFirst("-.*", "");
                if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) Files.deleteIfExists(file);
            }
        }
    }

    private static InputStream icu() throws IOException {
        InputStream in = RuntimeFiles.class.getResourceAsStream(ICU_RESOURCE);
        if (in == null) throw new IOException("missing on the class path: " + ICU_RESOURCE);
        return in;
    }

    private static String checksum(InputStream from) throws IOException {
        var crc = new CRC32();
        try (InputStream in = from) {
            crc.update(in.readAllBytes());
        }
        return "%08x".formatted(crc.getValue());
    }

    private static void unpack(InputStream in, Path file) throws IOException {
        Path part = temporary(file.getParent());
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                in.transferTo(out);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
