package io.penstock.control.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.control.core.Problem;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads one YAML 1.2 text (JSON schema: {@code yes} and {@code True} are text) into JSON with positions.
 *
 * <p>One document, no aliases, no tags, no key twice; nested at most 50 deep. Numbers keep every digit.
 */
final class YamlReader {
    private static final int DEEPEST = 50;
    /** More digits or a larger exponent than any configuration needs; beyond it arithmetic gets dear. */
    private static final int LONGEST_NUMBER = 400;

    private static final Set<Tag> PLAIN_TAGS =
            Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.BOOL, Tag.NULL, Tag.INT, Tag.FLOAT);

    private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

    private final String path;
    private final Consumer<Problem> problems;
    private final Map<String, Position> values = new HashMap<>();
    private final Map<String, Position> keys = new HashMap<>();

    private YamlReader(String path, Consumer<Problem> problems) {
        this.path = path;
        this.problems = problems;
    }

    /**
     * Reads a text.
     *
     * @param problems told of every mistake
     * @return empty if the text is not YAML of this kind at all
     */
    static Optional<YamlFile> read(String path, String text, Consumer<Problem> problems) {
        return new YamlReader(path, problems).read(text);
    }

    private Optional<YamlFile> read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setAllowNonScalarKeys(true)
                .setLabel(path)
                .build();
        try {
            if (!isPlain(settings, text)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.accept(
                        Problem.of(path, "expected apiVersion, kind, metadata and spec, found nothing in the file"));
                return Optional.empty();
            }
            return Optional.of(new YamlFile(path, convert("", root.get()), values, keys, Set.of()));
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            Position position = Position.of(e.getProblemMark().or(e::getContextMark));
            problems.accept(position.problem(path, "expected YAML, found a mistake: " + context + e.getProblem()));
        } catch (YamlEngineException e) {
            String firstLine = e.getMessage().lines().findFirst().orElse("unreadable");
            problems.accept(Problem.of(path, "expected YAML, found a mistake: " + firstLine));
        }
        return Optional.empty();
    }

    /** Whether the text is one document without aliases and not absurdly deep; says what it is otherwise. */
    private boolean isPlain(LoadSettings settings, String text) {
        boolean plain = true;
        int documents = 0;
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            Position position = Position.of(event.getStartMark());
            switch (event.getEventId()) {
                case Alias -> {
                    problems.accept(position.problem(path, "expected the value itself, found an alias (*name)"));
                    plain = false;
                }
                case DocumentStart -> {
                    if (++documents == 2) {
                        problems.accept(
                                position.problem(path, "expected one document per file, found a second one (---)"));
                        plain = false;
                    }
                }
                case MappingStart, SequenceStart -> {
                    if (++depth > DEEPEST) {
                        problems.accept(
                                position.problem(path, "expected at most " + DEEPEST + " levels, found a deeper one"));
                        return false;
                    }
                }
                case MappingEnd, SequenceEnd -> depth--;
                default -> {
                    // Scalars, comments and the ends of documents and streams say nothing about the shape.
                }
            }
        }
        return plain;
    }

    private JsonNode convert(String pointer, Node node) {
        values.put(pointer, Position.of(node.getStartMark()));
        if (!PLAIN_TAGS.contains(node.getTag())) {
            problems.accept(Position.of(node.getStartMark())
                    .problem(path, "expected a plain value, found the tag " + node.getTag()));
        }
        return switch (node) {
            case MappingNode mapping -> mapping(pointer, mapping);
            case SequenceNode sequence -> sequence(pointer, sequence);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalStateException("no such node in YAML: " + node.getNodeType());
        };
    }

    private JsonNode mapping(String pointer, MappingNode mapping) {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            Position position = Position.of(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.accept(position.problem(path, "expected text as a key, found a list or a map"));
                continue;
            }
            String child = YamlFile.child(pointer, key.getValue());
            if (object.has(key.getValue())) {
                problems.accept(position.problem(
                        path,
                        "expected each key once, found '%s' again after line %d"
                                .formatted(key.getValue(), keys.get(child).line())));
                continue;
            }
            keys.put(child, position);
            object.set(key.getValue(), convert(child, tuple.getValueNode()));
        }
        return object;
    }

    private JsonNode sequence(String pointer, SequenceNode sequence) {
        ArrayNode array = NODES.arrayNode();
        for (Node item : sequence.getValue()) {
            array.add(convert(pointer + "/" + array.size(), item));
        }
        return array;
    }

    private JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        } else if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(scalar);
        }
        return NODES.textNode(text);
    }

    private JsonNode number(ScalarNode scalar) {
        try {
            BigDecimal number = new BigDecimal(scalar.getValue());
            if (number.precision() <= LONGEST_NUMBER && Math.abs((long) number.scale()) <= LONGEST_NUMBER) {
                return scalar.getTag().equals(Tag.INT)
                        ? NODES.numberNode(number.toBigIntegerExact())
                        : NODES.numberNode(number);
            }
        } catch (NumberFormatException e) {
            // .inf and .nan: numbers in YAML, none in JSON. Reported below like any other number we cannot keep.
        }
        problems.accept(Position.of(scalar.getStartMark())
                .problem(
                        path,
                        "expected a number of usual size, found '%s'".formatted(Wording.shorten(scalar.getValue()))));
        return NODES.numberNode(0);
    }
}
