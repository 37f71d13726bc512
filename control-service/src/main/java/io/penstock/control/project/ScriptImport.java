package io.penstock.control.project;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One static import of a JavaScript module: {@code import … from}, {@code export … from} or a bare {@code import}.
 *
 * <p>Found without parsing the language: comments, texts, templates and regular expressions are stepped over, the last
 * by what stands before them. Where that guess is wrong an import may be missed, and the worker that loads the script
 * says so instead.
 *
 * @param specifier what stands between the quotes
 * @param at where the first quote stands
 */
record ScriptImport(String specifier, Position at) {
    /** Imports of a text, in order. */
    static List<ScriptImport> of(String text) {
        return new Scanner(text).scan();
    }

    private static final class Scanner {
        /** Words after which a slash begins a regular expression. */
        private static final Set<String> BEFORE_REGEXP = Set.of(
                "return",
                "typeof",
                "case",
                "in",
                "of",
                "delete",
                "void",
                "throw",
                "new",
                "instanceof",
                "else",
                "do",
                "await",
                "yield");

        private final String text;
        private final List<ScriptImport> found = new ArrayList<>();
        private final Set<Integer> templates = new HashSet<>();
        private int at;
        private int depth;
        private boolean isAfterValue;
        private boolean isAfterDot;

        Scanner(String text) {
            this.text = text;
        }

        List<ScriptImport> scan() {
            while (skipBlank()) step();
            return found;
        }

        private void step() {
            char c = text.charAt(at);
            if (Character.isUnicodeIdentifierStart(c) || c == '$' || c == '_' || c == '#') {
                word();
                return;
            }
            boolean wasValue = isAfterValue;
            isAfterDot = c == '.';
            if (text.startsWith("++", at) || text.startsWith("--", at)) { // Behind a value, a value still.
                at += 2;
                return;
            }
            isAfterValue = c == ')' || c == ']' || c == '}' || Character.isDigit(c);
            if (c == '"' || c == '\'') quoted();
            else if (c == '`') template();
            else if (c == '/' && !wasValue) regexp();
            else if (c == '}' && templates.remove(depth--)) template();
            else {
                if (c == '{') depth++;
                at++;
            }
        }

        private void word() {
            String word = identifier();
            boolean isKeyword = !isAfterDot;
            isAfterDot = false;
            isAfterValue = !(isKeyword && BEFORE_REGEXP.contains(word));
            if (isKeyword && (word.equals("import") || word.equals("export"))) clause(word.equals("export"));
        }

        /** What follows {@code import} or {@code export}, as far as it can be one with a specifier. */
        private void clause(boolean isExport) {
            boolean isFrom = !isExport;
            boolean isClosed = false;
            for (int start = at; skipBlank(); ) {
                char c = text.charAt(at);
                if (isFrom && (c == '"' || c == '\'')) {
                    specifier();
                    return;
                }
                if (c == '{' || c == '}' || c == ',' || c == '*') {
                    at++;
                    isClosed = c == '}';
                    isFrom = false;
                } else if (c == '"' || c == '\'') {
                    quoted();
                } else if (Character.isUnicodeIdentifierStart(c) || c == '$' || c == '_') {
                    boolean isFirst = at == start || text.substring(start, at).isBlank();
                    String word = identifier();
                    isFrom = word.equals("from");
                    if (isExport && isFirst || isClosed && !isFrom) {
                        at = start;
                        return;
                    }
                } else {
                    at = start;
                    return;
                }
            }
        }

        private void specifier() {
            int start = at;
            quoted();
            String inside = text.substring(start + 1, Math.max(start + 1, at - 1));
            String before = text.substring(0, start);
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            found.add(new ScriptImport(inside, new Position(line, start - before.lastIndexOf('\n'))));
        }

        private String identifier() {
            int start = at++;
            while (at < text.length()
                    && (Character.isUnicodeIdentifierPart(text.charAt(at)) || text.charAt(at) == '$')) {
                at++;
            }
            return text.substring(start, at);
        }

        /** Up to the quote that closes it, or to the end of the line. */
        private void quoted() {
            char quote = text.charAt(at++);
            isAfterValue = true;
            while (at < text.length() && text.charAt(at) != '\n') {
                char c = text.charAt(at++);
                if (c == '\\') at++;
                else if (c == quote) return;
            }
        }

        /** Up to its end, or to a {@code ${}, whose own end leads back here. */
        private void template() {
            at++;
            isAfterValue = true;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '\\') at++;
                else if (c == '`') return;
                else if (c == '$' && at < text.length() && text.charAt(at) == '{') {
                    at++;
                    templates.add(++depth);
                    isAfterValue = false;
                    return;
                }
            }
        }

        private void regexp() {
            at++;
            isAfterValue = true;
            boolean isInClass = false;
            while (at < text.length() && text.charAt(at) != '\n') {
                char c = text.charAt(at++);
                if (c == '\\') at++;
                else if (c == '[') isInClass = true;
                else if (c == ']') isInClass = false;
                else if (c == '/' && !isInClass) return;
            }
        }

        /** Steps over white space and comments; whether anything is left. */
        private boolean skipBlank() {
            while (at < text.length()) {
                if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\ufeff') at++;
                else if (text.startsWith("//", at)) skipTo("\n");
                else if (text.startsWith("/*", at)) skipTo("*/");
                else return true;
            }
            return false;
        }

        private void skipTo(String end) {
            int found = text.indexOf(end, at + 2);
            at = found < 0 ? text.length() : found + end.length();
        }
    }
}
