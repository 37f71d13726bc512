package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Follows the imports of a pipeline's script through the files of its folder. Files may import each other in circles,
 * as ES modules do. Everything else that may be imported is a package by its name.
 */
final class ScriptModules {
    /** Most bytes of all imported files together: they travel in one record with spec and script. */
    static final int LARGEST = 256 * 1024;

    private static final int MOST_FILES = 64;
    private static final Set<String> PACKAGES = packages();

    private final String folder;
    private final Map<String, String> files;
    private final Consumer<Problem> problems;
    private final SortedMap<String, String> reached = new TreeMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    private ScriptModules(String folder, Map<String, String> files, Consumer<Problem> problems) {
        this.folder = folder;
        this.files = files;
        this.problems = problems;
    }

    /**
     * The files that a script needs beside itself, path inside the folder to text.
     *
     * @param folder the pipeline's folder, with a slash at its end
     * @param script name of the script in it; one that is not there needs nothing
     * @param files all files of the project
     */
    static SortedMap<String, String> of(
            String folder, String script, Map<String, String> files, Consumer<Problem> problems) {
        ScriptModules modules = new ScriptModules(folder, files, problems);
        modules.reach(script);
        while (!modules.open.isEmpty()) {
            modules.follow(modules.open.pop());
        }
        modules.reached.remove(script);
        modules.size(script);
        return modules.reached;
    }

    private void reach(String path) {
        String text = files.get(folder + path);
        if (text != null && reached.putIfAbsent(path, text) == null) {
            open.push(path);
        }
    }

    private void follow(String path) {
        for (ScriptImport imported : ScriptImport.of(reached.get(path))) {
            Consumer<String> complaint =
                    message -> problems.accept(imported.at().problem(folder + path, message));
            String specifier = imported.specifier();
            if (specifier.startsWith("./") || specifier.startsWith("../")) {
                file(path, specifier, complaint);
            } else if (!PACKAGES.contains(specifier)) {
                Collection<String> known = new TreeSet<>(PACKAGES);
                scripts().forEach(script -> known.add("./" + script));
                complaint.accept("expected the name of a package on offer, or a file that begins with ./, found '%s'%s"
                        .formatted(Wording.shorten(specifier), hint(specifier, known)));
            }
        }
    }

    private static String hint(String specifier, Collection<String> known) {
        return PACKAGES.stream()
                .filter(whole -> specifier.startsWith(whole + "/"))
                .findFirst()
                .map(whole -> "; packages are whole: did you mean '" + whole + "'?")
                .orElseGet(() -> Wording.hint(specifier, known));
    }

    private void file(String from, String specifier, Consumer<String> complaint) {
        Deque<String> steps = new ArrayDeque<>(List.of(from.split("/")));
        steps.removeLast();
        for (String step : specifier.split("/")) {
            if (step.equals("..") && steps.pollLast() == null) {
                complaint.accept("expected a file inside of %s, found '%s', which is outside"
                        .formatted(folder, Wording.shorten(specifier)));
                return;
            }
            if (!step.equals(".") && !step.equals("..")) {
                steps.addLast(step);
            }
        }
        String path = String.join("/", steps);
        if (!scripts().contains(path)) {
            complaint.accept("expected a JavaScript file of the pipeline, found no %s%s"
                    .formatted(Wording.shorten(folder + path), Wording.hint(path, scripts())));
            return;
        }
        reach(path);
    }

    private List<String> scripts() {
        return files.keySet().stream()
                .filter(path -> path.startsWith(folder) && path.endsWith("js"))
                .map(path -> path.substring(folder.length()))
                .toList();
    }

    private void size(String script) {
        long bytes = reached.values().stream()
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > LARGEST || reached.size() > MOST_FILES) {
            problems.accept(Problem.of(
                    folder + script,
                    "expected imports of at most %d files and %d bytes together, found %d files and %d bytes"
                            .formatted(MOST_FILES, LARGEST, reached.size(), bytes)));
        }
    }

    private static Set<String> packages() {
        try (InputStream in =
                ScriptModules.class.getResourceAsStream("/io/penstock/schemas/config/script-packages.txt")) {
            return Set.copyOf(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
