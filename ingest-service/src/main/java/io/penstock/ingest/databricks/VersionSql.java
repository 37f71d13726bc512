package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkType.Kind;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements that compare two versions of a table. */
final class VersionSql {
    /** Keys that are compared at most. */
    static final int SAMPLE = 1_000;

    /** What {@link String#strip()} takes off: two keys that differ in it only name the same row. */
    private static final String BLANKS =
            " \\t\\n\\u000B\\f\\r\\u001C\\u001D\\u001E\\u001F\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006"
                    + "\\u2008\\u2009\\u200A\\u2028\\u2029\\u205F\\u3000";

    private VersionSql() {}

    /** A column of a version, with its type there. */
    record Typed(String name, SparkType type) {}

    /** A column of the older version and one of the newer. */
    record Pair(Typed then, Typed now) {}

    /** Rows with the keys of the older version that the newer does not have, under the newer one's names. */
    static String gone(Origin origin, ReadRange.Gone range, List<Pair> key) {
        String then = key.stream()
                .map(pair -> SqlNames.column(pair.then().name()) + " AS "
                        + SqlNames.column(pair.now().name()))
                .collect(Collectors.joining(", "));
        String now = SqlNames.columns("", range.key());
        String on = all(
                key.size(), " AND ", i -> key("penstock_then", key.get(i)) + " <=> " + key("penstock_now", key.get(i)));
        return "SELECT " + RowSql.json("struct(" + SqlNames.columns("penstock_then.", range.key()) + ")")
                + " FROM (SELECT " + then + " FROM " + origin.version(range.since())
                + ") AS penstock_then LEFT ANTI JOIN (SELECT " + now + " FROM " + origin.at(range.head())
                + ") AS penstock_now ON " + on;
    }

    private static String key(String version, Pair pair) {
        String column = version + "." + SqlNames.column(pair.now().name());
        boolean text = pair.then().type().is(Kind.STRING) && pair.now().type().is(Kind.STRING);
        return text ? "trim(BOTH '" + BLANKS + "' FROM " + column + ")" : column;
    }

    /**
     * Two numbers per pair, in order: keys of both versions at which the older column has a value, and of these, those
     * at which the newer one has the same. The sample is that of the lowest key hashes.
     */
    static String overlaps(Origin origin, long then, Head head, List<Pair> key, List<Pair> pairs) {
        List<Typed> missing = pairs.stream().map(Pair::then).distinct().toList();
        List<Typed> candidates = pairs.stream().map(Pair::now).distinct().toList();
        String counts = pairs.stream()
                .map(pair -> {
                    String old = "penstock_then.m" + missing.indexOf(pair.then());
                    String same =
                            same(old, pair.then().type(), "penstock_now.c" + candidates.indexOf(pair.now()), pair);
                    return "count_if(" + old + " IS NOT NULL), count_if(" + old + " IS NOT NULL AND " + same + ")";
                })
                .collect(Collectors.joining(", "));
        String keyThen =
                all(key.size(), ", ", i -> SqlNames.column(key.get(i).then().name()) + " AS k" + i);
        String keyNow =
                all(key.size(), ", ", i -> SqlNames.column(key.get(i).now().name()) + " AS k" + i);
        String old =
                all(missing.size(), ", ", i -> SqlNames.column(missing.get(i).name()) + " AS m" + i);
        String now = all(
                candidates.size(), ", ", i -> SqlNames.column(candidates.get(i).name()) + " AS c" + i);
        String any =
                all(missing.size(), " OR ", i -> SqlNames.column(missing.get(i).name()) + " IS NOT NULL");
        String hash = all(
                key.size(),
                ", ",
                i -> "CAST(" + SqlNames.column(key.get(i).then().name()) + " AS STRING)");
        String on = all(key.size(), " AND ", i -> "penstock_then.k" + i + " <=> penstock_now.k" + i);
        return "SELECT " + counts + " FROM (SELECT " + keyThen + ", " + old + " FROM " + origin.version(then)
                + " WHERE " + any + " ORDER BY xxhash64(" + hash + ") LIMIT " + SAMPLE
                + ") AS penstock_then JOIN (SELECT "
                + keyNow + ", " + now + " FROM " + origin.at(head) + ") AS penstock_now ON " + on;
    }

    /** Numbers are compared as numbers, other plain values of two types as text, what has parts as JSON. */
    private static String same(String old, SparkType oldType, String now, Pair pair) {
        SparkType nowType = pair.now().type();
        if (isNumber(oldType) && isNumber(nowType) || oldType.equals(nowType) && isPlain(oldType)) {
            return old + " <=> " + now;
        }
        return isPlain(oldType) && isPlain(nowType)
                ? "CAST(" + old + " AS STRING) <=> CAST(" + now + " AS STRING)"
                : "to_json(struct(" + old + " AS v)) <=> to_json(struct(" + now + " AS v))";
    }

    static boolean isNumber(SparkType type) {
        return type instanceof SparkType.Decimal
                || type instanceof SparkType.Simple(Kind kind)
                        && switch (kind) {
                            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE -> true;
                            default -> false;
                        };
    }

    private static boolean isPlain(SparkType type) {
        return type instanceof SparkType.Decimal
                || type instanceof SparkType.Simple(Kind kind)
                        && switch (kind) {
                            case VARIANT, VECTOR, VOID, OTHER -> false;
                            default -> true;
                        };
    }

    private static String all(int count, String between, IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining(between));
    }
}
