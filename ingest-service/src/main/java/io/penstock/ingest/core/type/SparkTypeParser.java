package io.penstock.ingest.core.type;

import io.penstock.ingest.core.type.SparkType.Kind;
import io.penstock.ingest.core.type.SparkType.Simple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/**
 * Reads Spark's type text, nested to any depth. Knows what the engine cuts short ({@code struct<a:int,... 3 more
 * fields>}) and never fails: a type it does not know is {@link Kind#OTHER}, whose values pass as rendered.
 */
public final class SparkTypeParser {
    private static final String CUT = "more fields";

    private SparkTypeParser() {}

    /** Parses one type; case of type names does not matter, case of field names is kept. */
    public static SparkType parse(String text) {
        String type = text.strip();
        String lower = type.toLowerCase(Locale.ROOT);
        if (lower.startsWith("array<")) {
            return new SparkType.Array(parse(inside(type)));
        }
        if (lower.startsWith("map<")) {
            List<String> parts = split(inside(type));
            return parts.size() == 2
                    ? new SparkType.Dictionary(parse(parts.get(0)), parse(parts.get(1)))
                    : new Simple(Kind.OTHER);
        }
        if (lower.startsWith("struct<")) {
            return struct(inside(type));
        }
        if (lower.startsWith("decimal") || lower.startsWith("numeric")) {
            return decimal(lower);
        }
        return simple(lower);
    }

    /** Whether the engine left fields out of this text, so that it has to be asked in another way. */
    public static boolean isCutShort(String text) {
        return text.contains(CUT);
    }

    private static SparkType simple(String lower) {
        String name = lower.split("[ (]", 2)[0];
        return switch (name) {
            case "boolean" -> new Simple(Kind.BOOLEAN);
            case "tinyint", "byte" -> new Simple(Kind.TINYINT);
            case "smallint", "short" -> new Simple(Kind.SMALLINT);
            case "int", "integer" -> new Simple(Kind.INT);
            case "bigint", "long" -> new Simple(Kind.BIGINT);
            case "float", "real" -> new Simple(Kind.FLOAT);
            case "double" -> new Simple(Kind.DOUBLE);
            case "string", "varchar", "char" -> new Simple(Kind.STRING);
            case "binary" -> new Simple(Kind.BINARY);
            case "date" -> new Simple(Kind.DATE);
            case "timestamp", "timestamp_ltz" -> new Simple(Kind.TIMESTAMP);
            case "timestamp_ntz" -> new Simple(Kind.TIMESTAMP_NTZ);
            case "variant" -> new Simple(Kind.VARIANT);
            case "vector" -> new Simple(Kind.VECTOR);
            case "void", "null" -> new Simple(Kind.VOID);
            case "array" -> new SparkType.Array(SparkType.ANY);
            case "map" -> new SparkType.Dictionary(new Simple(Kind.STRING), SparkType.ANY);
            case "struct" -> new SparkType.Struct(new LinkedHashMap<>(), true);
            default -> new Simple(Kind.OTHER);
        };
    }

    private static SparkType decimal(String lower) {
        int open = lower.indexOf('(');
        if (open < 0) {
            return new SparkType.Decimal(-1, -1);
        }
        int close = lower.indexOf(')', open);
        String details =
                lower.substring(open + 1, close < 0 ? lower.length() : close).replace(" ", "");
        if (!details.matches("\\d{1,2}(,\\d{1,2})?")) {
            return new SparkType.Decimal(-1, -1);
        }
        String[] parts = details.split(",");
        return new SparkType.Decimal(Integer.parseInt(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1]) : 0);
    }

    private static SparkType struct(String body) {
        LinkedHashMap<String, SparkType> fields = new LinkedHashMap<>();
        boolean open = false;
        for (String part : split(body)) {
            String field = part.strip();
            if (field.startsWith("...") && field.endsWith(CUT)) {
                open = true;
            } else if (!field.isEmpty()) {
                int colon = endOfName(field);
                fields.put(
                        name(field.substring(0, colon)), parse(field.substring(Math.min(colon + 1, field.length()))));
            }
        }
        return new SparkType.Struct(fields, open);
    }

    private static int endOfName(String field) {
        int from = field.startsWith("`") ? field.lastIndexOf('`') : 0;
        int colon = field.indexOf(':', from);
        return colon < 0 ? field.length() : colon;
    }

    private static String name(String quoted) {
        String name = quoted.strip();
        return name.length() > 1 && name.startsWith("`") && name.endsWith("`")
                ? name.substring(1, name.length() - 1).replace("``", "`")
                : name;
    }

    private static String inside(String type) {
        int end = type.lastIndexOf('>');
        return type.substring(type.indexOf('<') + 1, end < 0 ? type.length() : end);
    }

    /** Splits at commas that are in no bracket and in no back-quotes. */
    private static List<String> split(String body) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '`') {
                quoted = !quoted;
            } else if (!quoted && (c == '<' || c == '(')) {
                depth++;
            } else if (!quoted && (c == '>' || c == ')')) {
                depth--;
            } else if (!quoted && c == ',' && depth == 0) {
                parts.add(body.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(body.substring(start));
        return parts;
    }
}
