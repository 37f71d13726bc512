package io.penstock.control.project;

import io.penstock.control.core.Problem;
import io.penstock.control.core.ProjectReader;
import io.penstock.control.core.Reading;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a project folder that configure something: YAML and scripts in the known places. Everything else in the
 * folder is left alone.
 *
 * @param files path inside the folder, with {@code /}, to text; empty text for a file with a problem
 * @param problems files that hold no text, or too much
 */
public record ProjectFolder(Map<String, String> files, List<Problem> problems) {
    /** Folders of pipelines have files, and folders of files that scripts import. */
    private static final int DEPTH = 8;

    /**
     * Reads a folder.
     *
     * @throws NotDirectoryException if there is no such folder
     * @throws IOException if a file cannot be read
     */
    public static ProjectFolder load(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        Map<String, String> files = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : candidates(folder)) {
            String path = folder.relativize(file).toString().replace('\\', '/');
            files.put(path, text(file, message -> problems.add(Problem.of(path, message))));
        }
        return new ProjectFolder(files, problems);
    }

    /** What the folder configures. */
    public Reading read(ProjectReader reader) {
        Reading reading = reader.read(files);
        if (problems.isEmpty()) {
            return reading;
        }
        List<Problem> all = new ArrayList<>(problems);
        Set<String> unread = problems.stream().map(Problem::file).collect(Collectors.toSet());
        if (reading instanceof Reading.Refused refused) {
            refused.problems().stream()
                    .filter(problem -> !unread.contains(problem.file()))
                    .forEach(all::add);
        }
        return new Reading.Refused(all);
    }

    /** The file's text; empty if it is told to be none. */
    private static String text(Path file, Consumer<String> complaint) throws IOException {
        if (Files.size(file) > YamlProjectReader.LARGEST_FILE) {
            complaint.accept(
                    "expected at most %d bytes, found %d".formatted(YamlProjectReader.LARGEST_FILE, Files.size(file)));
            return "";
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            complaint.accept("expected UTF-8 text, found bytes that are none");
            return "";
        }
    }

    private static List<Path> candidates(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder, DEPTH)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> isCandidate(folder.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isCandidate(Path path) {
        String name = path.toString().replace('\\', '/');
        boolean known = !name.contains("/") || name.startsWith(Layout.CONNECTIONS) || name.startsWith(Layout.PIPELINES);
        boolean hidden = name.startsWith(".") || name.contains("/.");
        boolean foreign = name.contains("/tests/") || name.contains("/node_modules/");
        return known && !hidden && !foreign && name.matches("(?i)\\P{Cntrl}*\\.(ya?ml|m?js)");
    }
}
