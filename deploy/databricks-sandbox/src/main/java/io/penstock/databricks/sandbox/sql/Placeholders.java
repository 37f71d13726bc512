package io.penstock.databricks.sandbox.sql;

import java.util.List;

/**
 * Puts typed literals in the place of {@code ?}.
 *
 * <p>Needed because Spark's own binding fails once Delta's extension is loaded ({@code UNBOUND_SQL_PARAMETER},
 * delta-io/delta#7640, seen with Delta 4.4.0 on Spark 4.2.0). Values are taken in the order of the list: the driver's
 * ordinals repeat in batched inserts.
 */
public final class Placeholders {
    private final String sql;
    private final List<Parameter> parameters;
    private final StringBuilder bound;
    private int next;

    private Placeholders(String sql, List<Parameter> parameters) {
        this.sql = sql;
        this.parameters = parameters;
        this.bound = new StringBuilder(sql.length() + 64);
    }

    /**
     * The statement with every {@code ?} replaced, those in strings, quoted names and comments left alone.
     *
     * @throws UnboundParameterException if there are more or fewer {@code ?} than values
     */
    public static String bind(String sql, List<Parameter> parameters) {
        return parameters.isEmpty() ? sql : new Placeholders(sql, parameters).bind();
    }

    private String bind() {
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '?') {
                bound.append(value());
                at++;
            } else {
                int end = skip(at, c);
                bound.append(sql, at, end);
                at = end;
            }
        }
        if (next != parameters.size()) {
            throw new UnboundParameterException(next, parameters.size());
        }
        return bound.toString();
    }

    private String value() {
        if (next >= parameters.size()) {
            throw new UnboundParameterException(next + 1, parameters.size());
        }
        return parameters.get(next++).literal();
    }

    private int skip(int at, char c) {
        return switch (c) {
            case '\'', '"' -> endOfString(at, c);
            case '`' -> endAfter("`", at + 1);
            case '-' -> sql.startsWith("--", at) ? endAfter("\n", at) : at + 1;
            case '/' -> sql.startsWith("/*", at) ? endOfComment(at) : at + 1;
            default -> at + 1;
        };
    }

    private int endOfString(int start, char quote) {
        boolean raw = start > 0 && Character.toLowerCase(sql.charAt(start - 1)) == 'r' && !partOfName(start - 2);
        for (int at = start + 1; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == '\\' && !raw) {
                at++;
            } else if (c == quote) {
                return at + 1;
            }
        }
        return sql.length();
    }

    private boolean partOfName(int at) {
        return at >= 0 && Character.isJavaIdentifierPart(sql.charAt(at));
    }

    private int endOfComment(int start) {
        int depth = 0;
        for (int at = start; at < sql.length() - 1; at++) {
            if (sql.startsWith("/*", at)) {
                depth++;
                at++;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at++;
                if (depth == 0) {
                    return at + 1;
                }
            }
        }
        return sql.length();
    }

    private int endAfter(String mark, int from) {
        int end = sql.indexOf(mark, from);
        return end < 0 ? sql.length() : end + mark.length();
    }
}
