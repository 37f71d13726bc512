package io.penstock.transform.script;

import com.caoccao.javet.interop.loader.JavetLibLoader;
import io.penstock.transform.script.protocol.EngineName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * An engine's native code for one platform, on the class path or not.
 *
 * @param resource where it lies on the class path
 * @param file name that the engine's loader wants it to have
 */
record NativeLibrary(EngineName engine, String resource, String file) {
    /** The one for the platform this program runs on. */
    static NativeLibrary here(EngineName engine) {
        return of(engine, System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** The one for a platform, by Java's names of system and processor. */
    static NativeLibrary of(EngineName engine, String os, String arch) {
        String system = os.toLowerCase(Locale.ROOT);
        boolean isArm = arch.equals("aarch64") || arch.equals("arm64");
        return engine == EngineName.V8 ? v8(system, isArm) : quickJs(system, isArm);
    }

    private static NativeLibrary v8(String system, boolean isArm) {
        String file = "libjavet-v8-%s-%s-i18n.v.%s.%s"
                .formatted(name(system), isArm ? "arm64" : "x86_64", JavetLibLoader.LIB_VERSION, suffix(system));
        return new NativeLibrary(EngineName.V8, "/" + file, file);
    }

    private static NativeLibrary quickJs(String system, boolean isArm) {
        String file = "libquickjs." + suffix(system);
        String folder = name(system) + "_" + (isArm ? "aarch64" : "x64");
        return new NativeLibrary(EngineName.QUICKJS, "/jni/" + folder + "/" + file, file);
    }

    private static String name(String system) {
        return system.startsWith("mac") ? "macos" : "linux";
    }

    private static String suffix(String system) {
        return system.startsWith("mac") ? "dylib" : "so";
    }

    boolean isThere() {
        return NativeLibrary.class.getResource(resource) != null;
    }

    /** Its bytes. */
    InputStream open() throws IOException {
        InputStream in = NativeLibrary.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException(
                    "no " + engine.shown() + " for this platform: expected " + resource + " on the class path");
        }
        return in;
    }
}
