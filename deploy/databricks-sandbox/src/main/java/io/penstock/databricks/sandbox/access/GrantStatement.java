package io.penstock.databricks.sandbox.access;

import io.penstock.databricks.sandbox.access.Grants.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GRANT privileges ON object TO principal} and {@code REVOKE privileges ON object FROM principal}, which
 * open-source Spark does not have. Anybody may state them: the sandbox has no owners.
 */
public record GrantStatement(boolean grants, String principal, List<Rule> rules) {
    private static final Pattern FORM = Pattern.compile(
            "\\s*(?:(GRANT)|REVOKE)\\s+([A-Z_,\\s]+?)\\s+ON\\s+(.+?)\\s+(?:TO|FROM)\\s+(`[^`]+`|[^\\s;`]+)\\s*;?\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Copies the list. */
    public GrantStatement {
        rules = List.copyOf(rules);
    }

    /**
     * The statement, if the text is one.
     *
     * @throws IllegalArgumentException if it names a privilege or an object that cannot be
     */
    public static Optional<GrantStatement> parse(String sql) {
        Matcher form = FORM.matcher(sql);
        if (!form.matches()) {
            return Optional.empty();
        }
        Securable object = Securable.parse(form.group(3));
        List<Rule> rules = Arrays.stream(form.group(2).split(","))
                .map(privilege -> new Rule(privilege, object))
                .toList();
        return Optional.of(
                new GrantStatement(form.group(1) != null, form.group(4).replace("`", ""), rules));
    }

    /** Does what it says. Safe to repeat. */
    public void applyTo(Grants stated) {
        for (Rule rule : rules) {
            if (grants) {
                stated.grant(principal, rule);
            } else {
                stated.revoke(principal, rule);
            }
        }
    }
}
