import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipFile;

/**
 * Builds {@code icudt77l.dat.gz} from an ordinary Maven artefact; see README.md beside this file. A single-file program, not part
 * of the service: {@code java BuildIcuData.java <icu4j-77.1.jar> <icudt77l.dat.gz>}. Needs {@code icupkg} (ICU 72 or later) on the path.
 */
final class BuildIcuData {
    private static final String INSIDE = "com/ibm/icu/impl/data/icudata/";

    /** Languages kept, each with all its regions and scripts. Any other locale falls back to the root locale. */
    private static final Set<String> LANGUAGES = Set.of(
            "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "nn", "no", "fi", "is", "et", "lv", "lt", "pl", "cs", "sk",
            "sl", "hr", "hu", "ro", "bg", "el", "tr", "ru", "uk", "he", "iw", "ar", "hi", "id", "in", "ms", "th", "vi", "ja", "ko", "zh");

    /** Compiled into V8, or never read by {@code Intl}; transliteration and spelled-out numbers go by their folder. */
    private static final Set<String> DROPPED =
            Set.of("uprops.icu", "ucase.icu", "ubidi.icu", "pnames.icu", "unames.icu", "confusables.cfu");

    private BuildIcuData() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("icu-data");
        List<String> items = extract(Path.of(args[0]), work);
        Path list = work.resolve("items.lst");
        Files.write(list, items);
        Path dat = work.resolve("icudt77l.dat");
        run(work, "icupkg", "-tl", "-s", work.toString(), "-a", list.toString(), "new", dat.toString());
        byte[] data = Files.readAllBytes(dat);
        Files.write(Path.of(args[1]), gzip(data));
        System.out.printf("%d items, %d bytes, %d bytes packed%n", items.size(), data.length, Files.size(Path.of(args[1])));
    }

    private static List<String> extract(Path jar, Path work) throws IOException {
        var names = new TreeSet<String>();
        try (var zip = new ZipFile(jar.toFile())) {
            zip.stream().filter(e -> !e.isDirectory() && e.getName().startsWith(INSIDE)).forEach(entry -> {
                String name = entry.getName().substring(INSIDE.length());
                if (!isKept(name)) return;
                try (var in = zip.getInputStream(entry)) {
                    byte[] bytes = in.readAllBytes();
                    Path file = work.resolve(name);
                    Files.createDirectories(file.getParent());
                    Files.write(file, name.endsWith(".nrm") ? swapNormalizer(bytes) : bytes);
                    names.add(name);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return new ArrayList<>(names);
    }

    private static boolean isKept(String name) {
        if (DROPPED.contains(name) || name.endsWith(".spp") || name.startsWith("translit/") || name.startsWith("rbnf/")) return false;
        String leaf = name.substring(name.lastIndexOf('/') + 1).replace(".res", "");
        boolean isLocale = name.endsWith(".res") && !leaf.equals("res_index") && leaf.matches("[a-z]{2,3}(_.*)?");
        return !isLocale || LANGUAGES.contains(leaf.replaceFirst("_.*", ""));
    }

    /**
     * Turns a big-endian normaliser file of format 5 into a little-endian one; icupkg 72 knows formats up to 4. Layout: data header,
     * 32-bit indexes (the first is the trie's offset), trie (32-bit signature, then 16-bit), 16-bit extra data, 256 plain bytes.
     */
    private static byte[] swapNormalizer(byte[] bytes) {
        ByteBuffer big = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
        ByteBuffer little = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int header = big.getShort(0);
        if (bytes[8] != 1 || !"Nrm2".equals(new String(bytes, 12, 4, StandardCharsets.US_ASCII)) || bytes[16] != 5) {
            throw new IllegalArgumentException("expected a big-endian Nrm2 file of format 5");
        }
        little.putShort(0, big.getShort(0)).putShort(4, big.getShort(4)).putShort(6, big.getShort(6)).put(8, (byte) 0);
        int trie = header + big.getInt(header);
        int plain = header + big.getInt(header + 8);
        for (int at = header; at < trie + 4; at += 4) little.putInt(at, big.getInt(at));
        for (int at = trie + 4; at < plain; at += 2) little.putShort(at, big.getShort(at));
        return little.array();
    }

    private static byte[] gzip(byte[] data) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(data);
        }
        return out.toByteArray();
    }

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start().waitFor();
        if (code != 0) throw new IOException(command[0] + " ended with " + code);
    }
}
