package io.penstock.ingest.core.change;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds texts in the JSON that a table's history holds as an operation's parameter. Reads what it can: malformed JSON
 * ends the search and never fails.
 */
final class JsonStrings {
    private final String json;
    private final List<String> wanted;
    private final List<String> found = new ArrayList<>();
    private final Deque<String> path = new ArrayDeque<>();
    private int at;

    private JsonStrings(String json, List<String> wanted) {
        this.json = json;
        this.wanted = wanted;
    }

    /**
     * Every text below these keys, in order; arrays do not count as a step.
     *
     * @param keys from the outermost object inwards; none for texts of a bare array
     */
    static List<String> at(String json, String... keys) {
        if (json == null) {
            return List.of();
        }
        JsonStrings search = new JsonStrings(json, List.of(keys));
        search.value();
        return search.found;
    }

    private void value() {
        switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> {
                String text = text();
                if (List.copyOf(path).reversed().equals(wanted)) {
                    found.add(text);
                }
            }
            default -> {
                while (at < json.length() && ",]}".indexOf(json.charAt(at)) < 0) {
                    at++;
                }
            }
        }
    }

    private void object() {
        at++;
        while (peek() == '"') {
            path.push(text());
            if (peek() == ':') {
                at++;
                value();
            }
            path.pop();
            if (peek() == ',') {
                at++;
            }
        }
        if (peek() == '}') {
            at++;
        }
    }

    private void array() {
        at++;
        while (peek() != ']' && peek() != 0) {
            int before = at;
            value();
            if (peek() == ',') {
                at++;
            } else if (at == before) {
                return;
            }
        }
        at++;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        at++;
        while (at < json.length() && json.charAt(at) != '"') {
            char c = json.charAt(at++);
            text.append(c == '\\' ? escaped() : c);
        }
        at++;
        return text.toString();
    }

    private char escaped() {
        char c = at < json.length() ? json.charAt(at++) : '\\';
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> c;
        };
    }

    private char unicode() {
        int end = Math.min(at + 4, json.length());
        String digits = json.substring(at, end);
        at = end;
        return digits.matches("[0-9a-fA-F]{4}") ? (char) Integer.parseInt(digits, 16) : '\uFFFD';
    }

    /** The next character that is no white space, or 0 at the end. */
    private char peek() {
        while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
            at++;
        }
        return at < json.length() ? json.charAt(at) : 0;
    }
}
