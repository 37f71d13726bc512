package io.penstock.control.project;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.control.core.Problem;
import java.util.Map;
import java.util.Set;

/**
 * One YAML file as JSON, with the position of every key and value.
 *
 * @param path inside the project
 * @param values JSON pointer to the position of the value there
 * @param keys JSON pointer to the position of the key that leads there; none for list items and the root
 * @param unsound JSON pointers of maps of which the schema has complained: what seems to be missing there may be
 *     misspelt
 */
record YamlFile(
        String path, JsonNode json, Map<String, Position> values, Map<String, Position> keys, Set<String> unsound) {
    /** Child pointer; escapes as JSON pointers do. */
    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    YamlFile withUnsound(Set<String> pointers) {
        return new YamlFile(path, json, values, keys, pointers);
    }

    Problem atValue(String pointer, String message) {
        return values.getOrDefault(pointer, Position.START).problem(path, message);
    }

    /** At the key, or at the value where there is no key. */
    Problem atKey(String pointer, String message) {
        Position key = keys.get(pointer);
        return key == null ? atValue(pointer, message) : key.problem(path, message);
    }

    At root() {
        return new At(this, "", json);
    }
}
