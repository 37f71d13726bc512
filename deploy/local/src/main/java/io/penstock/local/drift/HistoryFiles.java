package io.penstock.local.drift;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.penstock.local.drift.History.Feature;
import io.penstock.local.drift.History.Lineage;
import io.penstock.local.drift.History.Pipeline;
import io.penstock.local.drift.History.Step;
import io.penstock.local.drift.History.Table;
import io.penstock.local.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads histories. A key that means nothing, twice the same key, or a name nobody declared is an error. */
public final class HistoryFiles {
    private static final String SUFFIX = ".yaml";
    private static final ObjectMapper YAML = mapper();

    private HistoryFiles() {}

    /** A file's content: a history without its name. */
    private record Content(
            String title,
            Table table,
            Pipeline pipeline,
            SequencedMap<String, Lineage> truth,
            List<Step> steps,
            Expectation expect) {}

    /**
     * Reads every history of a folder, by name.
     *
     * @throws StackException naming the file and the place
     */
    public static List<History> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(HistoryFiles::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    /** Reads one history. */
    static History read(Path file) {
        String name = file.getFileName().toString().replace(SUFFIX, "");
        try {
            History history = parse(name, Files.readString(file));
            List<String> faults = HistoryRules.faults(history);
            if (!faults.isEmpty()) {
                throw new StackException(file + ": " + String.join("; ", faults));
            }
            return history;
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : ":" + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr();
            throw new StackException(file + where + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    static History parse(String name, String yaml) throws JsonProcessingException {
        Content content = YAML.readValue(yaml, Content.class);
        return new History(
                name,
                content.title(),
                content.table(),
                content.pipeline(),
                content.truth() == null ? new LinkedHashMap<>() : content.truth(),
                content.steps() == null ? List.of() : content.steps(),
                content.expect());
    }

    private static ObjectMapper mapper() {
        SimpleModule module = new SimpleModule();
        module.addDeserializer(Step.class, new StepReader());
        module.addDeserializer(Lineage.class, new LineageReader());
        module.addDeserializer(Feature.class, new FeatureReader());
        ObjectMapper mapper = new ObjectMapper(YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
        mapper.registerModule(module);
        mapper.setNodeFactory(new JsonNodeFactory(true));
        mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        return mapper;
    }

    private static final class FeatureReader extends JsonDeserializer<Feature> {
        @Override
        public Feature deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String words = parser.getText();
            return Arrays.stream(Feature.values())
                    .filter(feature -> feature.words().equals(words))
                    .findFirst()
                    .orElseThrow(() -> context.weirdStringException(words, Feature.class, "no feature of a table"));
        }
    }

    /** {@code {v0: score, v3: likelihood, v5: ~}}. */
    private static final class LineageReader extends JsonDeserializer<Lineage> {
        @Override
        public Lineage deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            TreeMap<Long, String> from = new TreeMap<>();
            ObjectNode node = context.readValue(parser, ObjectNode.class);
            for (var entry : node.properties()) {
                if (!entry.getKey().matches("v\\d+")) {
                    throw context.weirdStringException(entry.getKey(), Lineage.class, "a table version such as v3");
                }
                JsonNode expression = entry.getValue();
                from.put(Long.parseLong(entry.getKey().substring(1)), expression.isNull() ? null : expression.asText());
            }
            return new Lineage(from);
        }
    }

    /** {@code poll}, {@code restart ingest}, or one of {@code sql}, {@code apply}, {@code expect} with its content. */
    private static final class StepReader extends JsonDeserializer<Step> {
        @Override
        public Step deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode node = context.readTree(parser);
            if (node.isTextual()) {
                return switch (node.asText()) {
                    case "poll" -> new Step.Poll();
                    case "restart ingest" -> new Step.RestartIngest();
                    default -> throw unknown(context, node.asText());
                };
            }
            if (node.size() != 1) {
                throw unknown(context, node.toString());
            }
            var entry = node.properties().iterator().next();
            JsonNode content = entry.getValue();
            return switch (entry.getKey()) {
                case "sql" -> new Step.Sql(statements(content));
                case "apply" -> new Step.Apply(context.readTreeAsValue(content, Pipeline.class));
                case "expect" -> new Step.Expect(context.readTreeAsValue(content, Expectation.class));
                default -> throw unknown(context, entry.getKey());
            };
        }

        private static List<String> statements(JsonNode content) {
            if (content.isTextual()) {
                return List.of(content.asText());
            }
            List<String> statements = new ArrayList<>();
            content.forEach(each -> statements.add(each.asText()));
            return List.copyOf(statements);
        }

        private static JsonProcessingException unknown(DeserializationContext context, String found) {
            return context.weirdStringException(
                    found, Step.class, "expected poll, restart ingest, or one of the keys sql, apply, expect");
        }
    }
}
