package io.penstock.databricks.sandbox.sql;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements of Databricks that open-source Spark writes differently or does not have. */
public final class Dialect {
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    private static final String NAME = "(`[^`]+`|[A-Za-z0-9_-]+)";
    private static final Pattern USE_CATALOG = Pattern.compile("\\s*USE\\s+CATALOG\\s+" + NAME + "\\s*;?\\s*", FLAGS);
    private static final Pattern CREATE_CATALOG = Pattern.compile(
            "\\s*CREATE\\s+CATALOG\\s+(IF\\s+NOT\\s+EXISTS\\s+)?" + NAME + "(\\s+COMMENT\\s+.*)?\\s*;?\\s*", FLAGS);

    private Dialect() {}

    /** The statement as open-source Spark wants it. */
    public static String translate(String sql) {
        Matcher use = USE_CATALOG.matcher(sql);
        return use.matches() ? "SET CATALOG " + use.group(1) : sql;
    }

    /** The catalog that the statement creates, if it is a {@code CREATE CATALOG}. */
    public static Optional<NewCatalog> createdCatalog(String sql) {
        Matcher create = CREATE_CATALOG.matcher(sql);
        if (!create.matches()) {
            return Optional.empty();
        }
        String name = create.group(2).replace("`", "").toLowerCase(Locale.ROOT);
        return Optional.of(new NewCatalog(name, create.group(1) == null));
    }

    /**
     * A catalog to be created.
     *
     * @param mustBeNew whether an existing catalog of that name is an error
     */
    public record NewCatalog(String name, boolean mustBeNew) {}
}
