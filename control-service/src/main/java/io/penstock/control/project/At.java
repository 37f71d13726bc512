package io.penstock.control.project;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.control.core.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value in a file, and where it stands. Asking for what is not there gives a place that is not present, so rules can
 * be written without asking at each step whether the file is complete: the schema has said so already.
 */
record At(YamlFile file, String pointer, JsonNode node) {
    At get(String key) {
        return new At(file, YamlFile.child(pointer, key), node.path(key));
    }

    boolean present() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** Whether this is a map in which the schema found nothing wrong, so that what is absent was left out. */
    boolean sound() {
        return node.isObject() && !file.unsound().contains(pointer);
    }

    /** The text, if it is one. */
    Optional<String> text() {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    Optional<BigDecimal> number() {
        return node.isNumber() ? Optional.of(node.decimalValue()) : Optional.empty();
    }

    boolean isTrue() {
        return node.isBoolean() && node.booleanValue();
    }

    /** Whether it is a list without items, or is not there; false for what is no list. */
    boolean isEmptyList() {
        return !present() || node.isArray() && node.isEmpty();
    }

    /** Items of a list; empty if it is none. */
    List<At> items() {
        List<At> items = new ArrayList<>();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                items.add(new At(file, pointer + "/" + i, node.get(i)));
            }
        }
        return items;
    }

    /** Entries of a map in the file's order; empty if it is none. */
    Map<String, At> entries() {
        Map<String, At> entries = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(key -> entries.put(key, get(key)));
        return entries;
    }

    Problem problem(String message) {
        return file.atValue(pointer, message);
    }

    Problem problemAtKey(String message) {
        return file.atKey(pointer, message);
    }
}
