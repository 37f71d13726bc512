package io.penstock.transform.script.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The packages a script may import, each one ES module in this program's own jar. Only names of the index are ever
 * looked up, so a name cannot be a path. Nothing is read before a script names it.
 */
final class ScriptPackages {
    private static final String FOLDER = "/io/penstock/transform/script/packages/";
    private static final int MOST_HINTS = 3;

    private final Set<String> names;
    private final Map<String, String> needs;

    private ScriptPackages(Set<String> names, Map<String, String> needs) {
        this.names = names;
        this.needs = needs;
    }

    static ScriptPackages open() throws IOException {
        var names = new TreeSet<String>();
        lines("index.tsv").forEach(line -> names.add(line.substring(0, line.indexOf('\t'))));
        return new ScriptPackages(
                names,
                lines("needs.tsv").map(line -> line.split("\t")).collect(Collectors.toMap(f -> f[0], f -> f[1])));
    }

    private static Stream<String> lines(String name) throws IOException {
        try (InputStream in = resource(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }

    /** A part of the language that a package cannot do without and that not every engine has. */
    Optional<String> need(String name) {
        return Optional.ofNullable(needs.get(name));
    }

    /** Source text of a package; empty when it is not on offer. */
    Optional<String> text(String name) {
        if (name == null || !names.contains(name)) return Optional.empty();
        try (InputStream in = new GZIPInputStream(resource(name.replace("/", "__") + ".js.gz"))) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the package of an index entry cannot be read", e);
        }
    }

    /** At most three names that look like this one, the nearest first; the package alone if a part of it was named. */
    List<String> nearest(String name) {
        Optional<String> whole =
                names.stream().filter(known -> name.startsWith(known + "/")).findFirst();
        if (whole.isPresent()) return List.of(whole.get());
        String wanted = name.length() > 60 ? name.substring(0, 60) : name;
        int most = Math.max(1, wanted.length() / 3);
        return names.stream()
                .filter(known -> distance(wanted, known) <= most)
                .sorted(Comparator.comparingInt(known -> distance(wanted, known)))
                .limit(MOST_HINTS)
                .toList();
    }

    /** Single letters to change, add or leave out. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = ScriptPackages.class.getResourceAsStream(FOLDER + name);
        if (in == null) throw new IOException("missing on the class path: " + FOLDER + name);
        return in;
    }
}
