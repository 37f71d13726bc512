package io.penstock.ingest.core.catalog;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a refusal of Databricks names: {@code User does not have USE SCHEMA on Schema 'main.x'}. The same words come
 * with {@code INSUFFICIENT_PERMISSIONS} from SQL (SQLSTATE 42501) and with {@code PERMISSION_DENIED} from the catalog.
 *
 * @param privileges {@code USE SCHEMA}, or several with commas between
 * @param kind as the words have it, in upper case: {@code CATALOG}, {@code MATERIALIZED VIEW}, {@code ANY FILE} …
 * @param name of the object, parts perhaps in back-quotes; empty where the words leave it out
 */
public record Refusal(String privileges, String kind, Optional<String> name) {
    private static final Pattern WORDS = Pattern.compile(
            "does not have (?:permission |privileges? )?(?<privilege>[A-Z][A-Z_ ,]*[A-Z](?: and [A-Z][A-Z_ ]*[A-Z])*) on"
                    + " (?<kind>any file|External Location|Materialized View|[A-Za-z]+)\\b\\s*"
                    + "(?<name>'[^'\\n]+'|`[^`\\n]+`(?:\\.`[^`\\n]+`)*|[\\w-]+(?:\\.[\\w-]+)*)?");

    /** Reads one out of a message, wherever it stands in it; empty if the message is no refusal. */
    public static Optional<Refusal> in(String message) {
        if (message == null) {
            return Optional.empty();
        }
        Matcher found = WORDS.matcher(message);
        if (!found.find()) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                found.group("privilege")
                        .replace('_', ' ')
                        .replace(" and ", ", ")
                        .strip(),
                found.group("kind").toUpperCase(Locale.ROOT),
                Optional.ofNullable(found.group("name"))
                        .filter(name -> !name.equalsIgnoreCase("SQLSTATE"))
                        .map(name -> name.replace("'", ""))));
    }
}
