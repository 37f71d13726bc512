package io.penstock.transform.script;

import io.penstock.transform.script.protocol.EngineName;
import io.penstock.transform.script.worker.WorkerMain;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Class path of a worker: the jars or directories that the worker's main class and Javet, for V8, were loaded from,
 * nothing else. Works on an ordinary class path and in a Quarkus fast-jar application, where every class names the real
 * jar it came from.
 */
final class WorkerClassPath {
    private static final String JAVET = "com.caoccao.javet.interop.V8Host";

    private WorkerClassPath() {}

    static String find(EngineName engine) {
        try {
            Set<Path> places = new LinkedHashSet<>();
            places.add(place(WorkerMain.class));
            places.add(resources());
            if (engine == EngineName.V8) { // QuickJS has no Java half that a worker would need.
                places.add(place(Class.forName(JAVET, false, WorkerMain.class.getClassLoader())));
            }
            return String.join(
                    File.pathSeparator, places.stream().map(Path::toString).toList());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Javet is not on the class path", e);
        }
    }

    private static Path place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        boolean isFile = source != null
                && source.getLocation() != null
                && source.getLocation().toString().startsWith("file:");
        return isFile ? path(source.getLocation().toString()) : place(type, type.getSimpleName() + ".class");
    }

    /** The worker's scripts; beside its classes in a jar, elsewhere under some build tools. */
    private static Path resources() {
        return place(WorkerMain.class, "harness.js");
    }

    private static Path place(Class<?> type, String resource) {
        String inside = "/" + type.getPackageName().replace('.', '/') + "/" + resource;
        String url = String.valueOf(type.getResource(resource));
        return path(url.endsWith(inside) ? url.substring(0, url.length() - inside.length()) : url);
    }

    static Path path(String url) {
        String file = url.startsWith("jar:") ? url.substring(4) : url;
        int inside = file.indexOf("!");
        if (inside >= 0) file = file.substring(0, inside);
        try {
            Path path = Path.of(new URI(file));
            if (!Files.exists(path))
                throw new IllegalStateException("no such file: " + path + "; set the worker's class path");
            return path;
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            throw new IllegalStateException("not a file: " + url + "; set the worker's class path", e);
        }
    }
}
