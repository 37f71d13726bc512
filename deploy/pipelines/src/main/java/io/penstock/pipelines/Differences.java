package io.penstock.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

/**
 * What differs between the calls that a test expects and those that came, call by call and field by field. Calls that
 * are equal are matched first, in order, so that one call too many does not blame all that follow. {@code at},
 * {@code to} and {@code row}, and what every crossing says by itself ({@code crossing_…}), count only where the test
 * names them; numbers count by value.
 */
final class Differences {
    /** What counts of a call only where a test names it. */
    static final Set<String> OPTIONAL = Set.of("at", "to", "row");

    private final List<JsonNode> expected;
    private final List<JsonNode> came;
    private final List<String> lines = new ArrayList<>();

    private Differences(List<JsonNode> expected, List<JsonNode> came) {
        this.expected = expected;
        this.came = came;
    }

    /** Lines for a person; empty if nothing differs. */
    static List<String> of(List<JsonNode> expected, List<JsonNode> came) {
        Differences differences = new Differences(expected, came);
        differences.compare();
        return differences.lines;
    }

    /** For each call that came which expected one it is, or -1; each at most once, in order. */
    static List<Integer> matches(List<JsonNode> expected, List<JsonNode> came) {
        Differences differences = new Differences(expected, came);
        int[][] common = differences.common();
        List<Integer> matches = new ArrayList<>();
        int i = 0;
        for (int j = 0; j < came.size(); j++) {
            while (i < expected.size()
                    && !isSame(expected.get(i), came.get(j))
                    && common[i + 1][j] > common[i][j + 1]) {
                i++;
            }
            boolean matched = i < expected.size() && isSame(expected.get(i), came.get(j));
            matches.add(matched ? i++ : -1);
        }
        return List.copyOf(matches);
    }

    private void compare() {
        int[][] common = common();
        int i = 0;
        int j = 0;
        while (i < expected.size() && j < came.size()) {
            if (isSame(expected.get(i), came.get(j))) {
                i++;
                j++;
            } else {
                int nextExpected = i;
                int nextCame = j;
                while (nextExpected < expected.size()
                        && nextCame < came.size()
                        && !isSame(expected.get(nextExpected), came.get(nextCame))) {
                    if (common[nextExpected + 1][nextCame] >= common[nextExpected][nextCame + 1]) {
                        nextExpected++;
                    } else {
                        nextCame++;
                    }
                }
                boolean rest = nextExpected == expected.size() || nextCame == came.size();
                gap(i, rest ? expected.size() : nextExpected, j, rest ? came.size() : nextCame);
                i = rest ? expected.size() : nextExpected;
                j = rest ? came.size() : nextCame;
            }
        }
        gap(i, expected.size(), j, came.size());
    }

    /** Length of the longest common subsequence of what follows each pair of places. */
    private int[][] common() {
        int[][] common = new int[expected.size() + 1][came.size() + 1];
        for (int i = expected.size() - 1; i >= 0; i--) {
            for (int j = came.size() - 1; j >= 0; j--) {
                common[i][j] = isSame(expected.get(i), came.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    /** Neither side of a gap has a match: pairs of one kind are compared, the rest is missing or too much. */
    private void gap(int i, int toExpected, int j, int toCame) {
        while (i < toExpected && j < toCame && title(expected.get(i)).equals(title(came.get(j)))) {
            fields(i, "", expected.get(i), came.get(j));
            i++;
            j++;
        }
        for (; i < toExpected; i++) {
            lines.add("call " + (i + 1) + ", " + title(expected.get(i)) + ": expected " + JsonText.line(expected.get(i))
                    + ", got none");
        }
        for (; j < toCame; j++) {
            String where = toExpected == 0 ? "before call 1" : "after call " + toExpected;
            lines.add(where + ": expected none, got " + JsonText.line(came.get(j)));
        }
    }

    private void fields(int call, String path, JsonNode wanted, JsonNode found) {
        if (wanted.isObject() && found.isObject()) {
            SequencedSet<String> names = new LinkedHashSet<>();
            wanted.fieldNames().forEachRemaining(names::add);
            found.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (counts(path, name, wanted)) {
                    fields(call, path.isEmpty() ? name : path + "." + name, wanted.path(name), found.path(name));
                }
            }
        } else if (!isSame(wanted, found)) {
            lines.add("call " + (call + 1) + ", " + title(expected.get(call)) + ": " + path + ": expected "
                    + value(wanted) + ", got " + value(found));
        }
    }

    private static boolean counts(String path, String name, JsonNode wanted) {
        boolean optional =
                path.isEmpty() && OPTIONAL.contains(name) || path.endsWith("properties") && isOfCrossing(name);
        return !optional || wanted.has(name);
    }

    /** Whether it is what every event of a crossing says by itself. */
    static boolean isOfCrossing(String property) {
        return property.startsWith("crossing_");
    }

    private static String value(JsonNode node) {
        return node.isMissingNode() ? "none" : JsonText.line(node);
    }

    /** {@code track upgrade_threshold_crossed}, or what else it is. */
    private static String title(JsonNode call) {
        if (call.has("call")) {
            String what = call.path("call").asText();
            String event = call.path("event").asText("");
            String object = call.path("object").path("id").asText("");
            return (what + " " + event + object).strip();
        }
        return call.isObject() && !call.isEmpty() ? call.fieldNames().next() : "what came";
    }

    private static boolean isSame(JsonNode wanted, JsonNode found) {
        return isSame("", wanted, found);
    }

    private static boolean isSame(String path, JsonNode wanted, JsonNode found) {
        if (wanted.isNumber() && found.isNumber()) {
            return wanted.decimalValue().compareTo(found.decimalValue()) == 0;
        }
        if (wanted.isArray() && found.isArray()) {
            boolean same = wanted.size() == found.size();
            for (int i = 0; same && i < wanted.size(); i++) {
                same = isSame(path + "[]", wanted.get(i), found.get(i));
            }
            return same;
        }
        if (!wanted.isObject() || !found.isObject()) {
            return wanted.equals(found);
        }
        SequencedSet<String> names = new LinkedHashSet<>();
        wanted.fieldNames().forEachRemaining(names::add);
        found.fieldNames().forEachRemaining(names::add);
        return names.stream()
                .filter(name -> counts(path, name, wanted))
                .allMatch(name -> isSame(path + "." + name, wanted.path(name), found.path(name)));
    }
}
