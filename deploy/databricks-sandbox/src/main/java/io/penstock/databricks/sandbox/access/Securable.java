package io.penstock.databricks.sandbox.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a privilege is about: a catalog, a schema or a table. Names are told apart without regard to case.
 *
 * @param path one to three names, lower case
 */
public record Securable(List<String> path) {
    private static final Pattern TEXT =
            Pattern.compile("\\s*(?:(CATALOG|SCHEMA|DATABASE|TABLE|VIEW)\\s+)?(\\S.*?)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PART = Pattern.compile("`((?:[^`]|``)+)`|([^.`]+)");

    /** Lowers the names. */
    public Securable {
        if (path.isEmpty() || path.size() > 3) {
            throw new IllegalArgumentException("Expected one to three names, but got " + String.join(".", path) + ".");
        }
        path = path.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** A catalog. */
    public static Securable catalog(String name) {
        return new Securable(List.of(name));
    }

    /** A schema of a catalog. */
    public static Securable schema(String catalog, String name) {
        return new Securable(List.of(catalog, name));
    }

    /** A table of a schema. */
    public static Securable table(String catalog, String schema, String name) {
        return new Securable(List.of(catalog, schema, name));
    }

    /**
     * Reads {@code TABLE main.ml.t}, names in back-quotes or not. Without the kind, the number of names tells it.
     *
     * @throws IllegalArgumentException if kind and number of names do not go together
     */
    public static Securable parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Expected an object such as TABLE main.ml.scores, but got '" + text + "'.");
        }
        Securable found = new Securable(names(matcher.group(2)));
        String kind = Optional.ofNullable(matcher.group(1)).orElse(found.kind()).toUpperCase(Locale.ROOT);
        String plain = kind.equals("DATABASE") ? "SCHEMA" : kind.equals("VIEW") ? "TABLE" : kind;
        if (!plain.equalsIgnoreCase(found.kind())) {
            throw new IllegalArgumentException("A " + plain + " is not named " + found.fullName() + ".");
        }
        return found;
    }

    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        Matcher part = PART.matcher(text);
        int at = 0;
        while (part.find(at) && part.start() == at) {
            names.add(part.group(1) != null ? part.group(1).replace("``", "`") : part.group(2));
            at = part.end();
            if (at == text.length()) {
                return names;
            }
            if (text.charAt(at) != '.') {
                break;
            }
            at++;
        }
        throw new IllegalArgumentException("Not a name: " + text + ".");
    }

    /** {@code Catalog}, {@code Schema} or {@code Table}. */
    public String kind() {
        return List.of("Catalog", "Schema", "Table").get(path.size() - 1);
    }

    /** The names with dots between them. */
    public String fullName() {
        return String.join(".", path);
    }

    /** What it lies in; nothing for a catalog. */
    Optional<Securable> parent() {
        return path.size() == 1 ? Optional.empty() : Optional.of(new Securable(path.subList(0, path.size() - 1)));
    }
}
