package io.penstock.control.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.penstock.control.core.Kind;
import io.penstock.control.core.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Holds a file against the JSON Schema of its kind and says in our words what is wrong, one problem per mistake: a
 * misspelt key is not also a missing one, and below a wrong discriminator nothing else is judged.
 */
final class SchemaCheck {
    private static final Set<String> ENVELOPE = Set.of("/apiVersion", "/kind");

    private final YamlFile file;
    private final JsonNode schema;
    private final List<Finding> findings;

    /** One complaint of the validator, with the schema that made it. */
    private record Finding(Error error, String pointer, JsonNode schema) {
        String keyword() {
            return error.getKeyword();
        }

        String child() {
            return YamlFile.child(pointer, error.getProperty());
        }
    }

    private SchemaCheck(YamlFile file, Kind kind, ConfigSchemas schemas) {
        this.file = file;
        this.schema = schemas.tree(kind);
        this.findings = schemas.schema(kind).validate(file.json()).stream()
                .map(this::finding)
                .toList();
    }

    /**
     * Checks one file.
     *
     * @param problems told of every mistake
     * @return the file, knowing which of its maps are unsound
     */
    static YamlFile check(YamlFile file, Kind kind, ConfigSchemas schemas, Consumer<Problem> problems) {
        SchemaCheck check = new SchemaCheck(file, kind, schemas);
        check.problems().forEach(problems);
        return file.withUnsound(check.unsound());
    }

    private Set<String> unsound() {
        Set<String> unsound = new HashSet<>();
        for (Finding finding : findings) {
            String pointer = finding.pointer();
            unsound.add(pointer);
            unsound.add(pointer.substring(0, Math.max(0, pointer.lastIndexOf('/'))));
        }
        return unsound;
    }

    private Finding finding(Error error) {
        String keyword = error.getSchemaLocation().getFragment().toString();
        return new Finding(
                error,
                error.getInstanceLocation().toString(),
                schema.at(keyword.substring(0, keyword.lastIndexOf('/'))));
    }

    private List<Problem> problems() {
        List<Finding> envelope = findings.stream()
                .filter(finding -> ENVELOPE.contains(finding.pointer()))
                .toList();
        Set<String> misspelt = misspelt();
        Set<String> mistyped = pointers("type");
        Set<String> unjudged = pointers("enum").stream()
                .filter(pointer -> pointer.endsWith("/type"))
                .map(pointer -> pointer.substring(0, pointer.lastIndexOf('/')))
                .collect(Collectors.toSet());
        List<Problem> problems = new ArrayList<>();
        for (Finding finding : envelope.isEmpty() ? findings : envelope) {
            boolean follows = switch (finding.keyword()) {
                case "required" -> misspelt.contains(finding.child());
                case "additionalProperties" -> unjudged.contains(finding.pointer());
                case "type" -> false;
                default -> mistyped.contains(finding.pointer());
            };
            if (!follows) {
                problems.add(problem(finding));
            }
        }
        return problems;
    }

    private Set<String> pointers(String keyword) {
        return findings.stream()
                .filter(finding -> finding.keyword().equals(keyword))
                .map(Finding::pointer)
                .collect(Collectors.toSet());
    }

    /** Missing keys that are there, but misspelt. */
    private Set<String> misspelt() {
        Set<String> misspelt = new HashSet<>();
        for (Finding finding : findings) {
            if (finding.keyword().equals("additionalProperties")) {
                Wording.nearest(finding.error().getProperty(), open(finding))
                        .ifPresent(near -> misspelt.add(YamlFile.child(finding.pointer(), near)));
            }
        }
        return misspelt;
    }

    private Problem problem(Finding finding) {
        String pointer = finding.pointer();
        String property = finding.error().getProperty();
        return switch (finding.keyword()) {
            case "additionalProperties" ->
                file.atKey(
                        finding.child(),
                        "expected one of the keys %s, found the unknown key '%s'%s"
                                .formatted(
                                        String.join(", ", names(finding.schema().path("properties"))),
                                        property,
                                        Wording.hint(property, open(finding))));
            case "required" ->
                file.atKey(pointer, "expected the key '%s' in %s, found none".formatted(property, place(pointer)));
            case "not" -> file.atKey(pointer, "expected " + expected(finding) + ", found one");
            case "propertyNames", "pattern" -> named(finding);
            default -> file.atValue(pointer, "expected " + expected(finding) + ", found " + found(finding));
        };
    }

    /** A pattern on a value, or on the name of a key. */
    private Problem named(Finding finding) {
        String property = finding.error().getProperty();
        return property == null
                ? file.atValue(finding.pointer(), "expected " + expected(finding) + ", found " + found(finding))
                : file.atKey(finding.child(), "expected " + expected(finding) + ", found the key '" + property + "'");
    }

    private String expected(Finding finding) {
        JsonNode rule = finding.schema();
        JsonNode words = finding.keyword().equals("propertyNames") ? rule.path("propertyNames") : rule;
        if (words.has(ConfigSchemas.EXPECTED)) {
            return words.get(ConfigSchemas.EXPECTED).textValue();
        }
        JsonNode value = rule.path(finding.keyword());
        return switch (finding.keyword()) {
            case "type" -> value.isArray() ? anyOf(texts(value)) : Wording.kind(value.asText());
            case "enum" -> "one of " + String.join(", ", texts(value));
            case "const" -> "'" + value.asText() + "'";
            case "minimum" -> "at least " + value.asText();
            case "maximum" -> "at most " + value.asText();
            case "minItems", "minProperties" -> "at least one entry";
            case "minLength" -> "some text";
            case "uniqueItems" -> "each value once";
            default -> "another value (" + finding.error().getMessage() + ")";
        };
    }

    private String found(Finding finding) {
        JsonNode value = finding.error().getInstanceNode();
        if (finding.schema().path("writeOnly").asBoolean()) {
            return Wording.foundHidden(value);
        }
        if (finding.keyword().equals("uniqueItems")) {
            return "one twice";
        }
        String hint = finding.keyword().equals("enum") && value.isTextual()
                ? Wording.hint(value.textValue(), texts(finding.schema().path("enum")))
                : "";
        return Wording.found(value) + hint;
    }

    /** Keys that the object could have and has not. */
    private List<String> open(Finding finding) {
        JsonNode object = file.json().at(finding.pointer());
        return names(finding.schema().path("properties")).stream()
                .filter(key -> !object.has(key))
                .toList();
    }

    private static String anyOf(List<String> types) {
        List<String> kinds = types.stream().map(Wording::kind).toList();
        return String.join(", ", kinds.subList(0, kinds.size() - 1)) + " or " + kinds.getLast();
    }

    /** {@code spec.emit[0]}, or {@code the file}. */
    private static String place(String pointer) {
        String path = pointer.replaceAll("/(\\d+)", "[$1]").replace('/', '.');
        return path.isEmpty() ? "the file" : path.substring(1);
    }

    private static List<String> names(JsonNode properties) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
