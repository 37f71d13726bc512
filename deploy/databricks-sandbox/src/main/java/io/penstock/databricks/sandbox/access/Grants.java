package io.penstock.databricks.sandbox.access;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was granted and revoked. Everybody may do everything until it is revoked; the statement about the nearest object
 * counts: one about a table before one about its schema before one about its catalog. Safe for many threads; kept for
 * the life of the process.
 */
public final class Grants {
    /** Stands for every privilege. */
    public static final String ALL = "ALL PRIVILEGES";

    private static final Set<String> KNOWN = Set.of(
            ALL, "USE CATALOG", "USE SCHEMA", "SELECT", "MODIFY", "BROWSE", "CREATE TABLE", "CREATE SCHEMA", "MANAGE");

    private final Map<String, Map<Rule, Boolean>> rules = new ConcurrentHashMap<>();

    /** One privilege on one object. */
    public record Rule(String privilege, Securable object) {
        /** Puts the privilege into its usual form and refuses unknown ones. */
        public Rule {
            privilege = privilege.strip().replaceAll("[\\s_]+", " ").toUpperCase(Locale.ROOT);
            if (!KNOWN.contains(privilege)) {
                throw new IllegalArgumentException("There is no privilege " + privilege + " here.");
            }
        }
    }

    /** A rule as it stands. */
    public record Standing(String principal, Rule rule, boolean granted) {}

    /** Gives a principal a privilege. Safe to repeat. */
    public void grant(String principal, Rule rule) {
        state(principal, rule, true);
    }

    /** Takes a privilege from a principal. Safe to repeat. */
    public void revoke(String principal, Rule rule) {
        state(principal, rule, false);
    }

    private void state(String principal, Rule rule, boolean granted) {
        Map<Rule, Boolean> own = rules.computeIfAbsent(principal, name -> new ConcurrentHashMap<>());
        if (rule.privilege().equals(ALL)) {
            own.keySet().removeIf(stated -> stated.object().equals(rule.object()));
        }
        own.put(rule, granted);
    }

    /** Forgets everything that was ever stated: everybody may do everything again. */
    public void reset() {
        rules.clear();
    }

    /** Whether anything was ever revoked or granted for the principal. */
    boolean concern(String principal) {
        return rules.containsKey(principal);
    }

    boolean allow(String principal, String privilege, Securable object) {
        Map<Rule, Boolean> own = rules.getOrDefault(principal, Map.of());
        for (Optional<Securable> at = Optional.of(object);
                at.isPresent();
                at = at.get().parent()) {
            Boolean stated = Optional.ofNullable(own.get(new Rule(privilege, at.get())))
                    .orElse(own.get(new Rule(ALL, at.get())));
            if (stated != null) {
                return stated;
            }
        }
        return true;
    }

    /** Everything stated, in a fixed order. */
    public List<Standing> standing() {
        return rules.entrySet().stream()
                .flatMap(own -> own.getValue().entrySet().stream()
                        .map(rule -> new Standing(own.getKey(), rule.getKey(), rule.getValue())))
                .sorted(Comparator.comparing(Standing::principal)
                        .thenComparing(standing -> standing.rule().object().fullName())
                        .thenComparing(standing -> standing.rule().privilege()))
                .toList();
    }
}
