package io.penstock.transform.script;

import com.caoccao.javet.interop.loader.JavetLibLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/**
 * The two large files a worker needs, unpacked once into a fixed directory. Left to itself Javet unpacks 45 MB into the
 * temporary directory at every start and leaves it there after a crash. Several processes may unpack at the same
 * moment: a file appears whole or not at all.
 *
 * @param library V8's native library, its name carries the version
 * @param icuData ICU data, its name carries a checksum
 */
record RuntimeFiles(Path library, Path icuData) {
    private static final String PREFIX = "of-process-";
    private static final String SUFFIX = ".tmp";
    private static final String ICU_RESOURCE = "icu/icudt77l.dat.gz";

    static RuntimeFiles unpackedIn(Path directory) throws IOException {
        Files.createDirectories(directory);
        removeLeftovers(directory);
        String name = libraryName(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path library = directory.resolve(name).toAbsolutePath();
        if (!Files.exists(library)) {
            try (InputStream in = JavetLibLoader.class.getResourceAsStream("/" + name)) {
                if (in == null)
                    throw new IOException("no V8 for this platform: expected " + name + " on the class path");
                unpack(in, library);
            }
        }
        Path icuData = directory.resolve("icudt77l-" + checksum() + ".dat").toAbsolutePath();
        if (!Files.exists(icuData)) {
            try (InputStream in = new GZIPInputStream(icu())) {
                unpack(in, icuData);
            }
        }
        return new RuntimeFiles(library, icuData);
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

    static String libraryName(String os, String arch) {
        String system = os.toLowerCase(Locale.ROOT);
        String cpu = arch.equals("aarch64") || arch.equals("arm64") ? "arm64" : "x86_64";
        boolean isMac = system.startsWith("mac");
        return "libjavet-v8-%s-%s-i18n.v.%s.%s"
                .formatted(isMac ? "macos" : "linux", cpu, JavetLibLoader.LIB_VERSION, isMac ? "dylib" : "so");
    }

    private static InputStream icu() throws IOException {
        InputStream in = RuntimeFiles.class.getResourceAsStream(ICU_RESOURCE);
        if (in == null) throw new IOException("missing on the class path: " + ICU_RESOURCE);
        return in;
    }

    private static String checksum() throws IOException {
        var crc = new CRC32();
        try (InputStream in = icu()) {
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
