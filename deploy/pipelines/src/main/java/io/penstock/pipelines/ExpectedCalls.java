package io.penstock.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The calls of a test as they are written anew: in the way in which its author writes them, as far as that is known.
 */
final class ExpectedCalls {
    private final TestText file;
    private final List<JsonNode> expected;

    /** @param expected what stands in the file */
    ExpectedCalls(TestText file, List<JsonNode> expected) {
        this.file = file;
        this.expected = expected;
    }

    /** The whole list. What counts only where it is named is left out if no call of the file names it. */
    String text(List<JsonNode> came) {
        String lineBreak = file.text().contains("\r\n") ? "\r\n" : "\n";
        if (came.isEmpty()) {
            return "[]";
        }
        String indent = indent();
        String deeper = deeper(indent);
        List<Integer> matches = Differences.matches(expected, came);
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < came.size(); i++) {
            calls.add(deeper
                    + (matches.get(i) >= 0
                            ? file.written("/calls/" + matches.get(i))
                            : JsonText.of(plain(came.get(i)), deeper).replace("\n", lineBreak)));
        }
        return "[" + lineBreak + String.join("," + lineBreak, calls) + lineBreak + indent + "]";
    }

    private JsonNode plain(JsonNode call) {
        if (expected.isEmpty() || !call.isObject()) {
            return call;
        }
        ObjectNode plain = call.deepCopy();
        for (String name : Differences.OPTIONAL) {
            if (expected.stream().noneMatch(one -> one.has(name))) {
                plain.remove(name);
            }
        }
        if (!namesCrossings() && plain.path("properties") instanceof ObjectNode properties) {
            properties.retain(properties
                    .propertyStream()
                    .map(Map.Entry::getKey)
                    .filter(name -> !Differences.isOfCrossing(name))
                    .toList());
        }
        return plain;
    }

    private boolean namesCrossings() {
        return expected.stream()
                .flatMap(call -> call.path("properties").propertyStream())
                .anyMatch(property -> Differences.isOfCrossing(property.getKey()));
    }

    /** White space before the line with the list's key. */
    private String indent() {
        return blanks((int) file.keys().get("/calls").getCharOffset());
    }

    private String deeper(String indent) {
        TestText.Range first = file.values().get("/calls/0");
        String own = first == null ? "" : blanks(first.start());
        return own.length() > indent.length() ? own : indent + "  ";
    }

    /** White space at the beginning of the line. */
    private String blanks(int offset) {
        int begin = file.text().lastIndexOf('\n', offset - 1) + 1;
        int end = begin;
        while (end < offset && (file.text().charAt(end) == ' ' || file.text().charAt(end) == '\t')) {
            end++;
        }
        return file.text().substring(begin, end);
    }
}
