package io.penstock.databricks.sandbox.unity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.databricks.sandbox.http.HttpCall;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Some of a sorted list of names. The token of the next page is the last name of this one, so a name that comes or goes
 * in between neither hides nor repeats another.
 */
record Page(List<String> names, boolean more) {
    private static final int DEFAULT_SIZE = 50;
    private static final Pattern SIZE = Pattern.compile("[1-9]\\d{0,3}");

    static Page of(HttpCall call, List<String> all) {
        String after = call.query().getOrDefault("page_token", "");
        String asked = call.query().getOrDefault("max_results", "");
        int size = SIZE.matcher(asked).matches() ? Integer.parseInt(asked) : DEFAULT_SIZE;
        List<String> rest =
                all.stream().filter(name -> name.compareTo(after) > 0).toList();
        return new Page(rest.stream().limit(size).toList(), rest.size() > size);
    }

    ObjectNode document(String field, Function<String, ObjectNode> item) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode items = document.putArray(field);
        names.forEach(name -> items.add(item.apply(name)));
        if (more) {
            document.put("next_page_token", names.getLast());
        }
        return document;
    }
}
