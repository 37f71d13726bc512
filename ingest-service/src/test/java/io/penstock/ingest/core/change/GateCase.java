package io.penstock.ingest.core.change;

import io.penstock.ingest.core.change.SchemaGate.Baseline;
import io.penstock.ingest.core.change.SchemaGate.Verdict;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.read.Commit;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One case of {@code drift-cases.txt}, whose head explains the words. */
record GateCase(String name, Map<String, List<String>> lines) {
    private static final Set<String> WORDS = Set.of(
            "policies",
            "contract",
            "others",
            "uses",
            "before",
            "bound",
            "given",
            "history",
            "now",
            "allnull",
            "change",
            "binding",
            "stop",
            "held",
            "noNulls",
            "missing");

    static List<GateCase> all() throws IOException {
        try (InputStream in = GateCase.class.getResourceAsStream("drift-cases.txt")) {
            List<GateCase> cases = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith("case ")) {
                    cases.add(new GateCase(line.substring(5), new LinkedHashMap<>()));
                } else if (line.startsWith("  ") && !line.isBlank()) {
                    cases.getLast().add(line.strip());
                }
            }
            return cases;
        }
    }

    private void add(String line) {
        String[] parts = line.split(" ", 2);
        if (!WORDS.contains(parts[0])) {
            throw new IllegalArgumentException(name + ": " + line);
        }
        lines.computeIfAbsent(parts[0], word -> new ArrayList<>()).add(parts.length > 1 ? parts[1] : "");
    }

    Verdict decide() {
        SchemaGate gate =
                new SchemaGate(contract(), policies(), new Dependants(false, uses()), new TreeSet<>(words("others")));
        if (lines.containsKey("allnull")) {
            return gate.allNull(
                    new TreeSet<>(words("allnull")),
                    pairs("bound"),
                    words("given").contains("acknowledged"));
        }
        return gate.decide(baseline(), schema("now"), history());
    }

    List<String> expected(String word) {
        return lines.getOrDefault(word, List.of());
    }

    List<String> words(String word) {
        String text = line(word);
        return text.isBlank() || text.equals("-") ? List.of() : List.of(text.split(" "));
    }

    Map<String, String> pairs(String word) {
        Map<String, String> pairs = new LinkedHashMap<>();
        words(word)
                .forEach(pair -> pairs.put(
                        spaced(pair.substring(0, pair.indexOf('='))), spaced(pair.substring(pair.indexOf('=') + 1))));
        return pairs;
    }

    static String spaced(String text) {
        return text.replace('~', ' ');
    }

    @Override
    public String toString() {
        return name;
    }

    private Optional<Baseline> baseline() {
        if (!lines.containsKey("before")) {
            return Optional.empty();
        }
        SourceSchema before = schema("before");
        Map<String, String> bound = new LinkedHashMap<>(pairs("bound"));
        if (!lines.containsKey("bound")) {
            contract().columns().stream()
                    .map(ContractColumn::name)
                    .flatMap(name -> io.penstock.ingest.core.contract.ColumnNames.find(
                            name, before.columns().keySet())
                            .map(source -> Map.entry(name, source))
                            .stream())
                    .forEach(entry -> bound.put(entry.getKey(), entry.getValue()));
        }
        return Optional.of(new Baseline(
                before,
                bound,
                given("redefined"),
                words("given").contains("acknowledged"),
                given("held"),
                given("noNulls")));
    }

    private Set<String> given(String what) {
        return words("given").stream()
                .filter(word -> word.startsWith(what + "="))
                .findFirst()
                .map(word -> Set.of(word.substring(what.length() + 1).split(",")))
                .orElse(Set.of());
    }

    private Contract contract() {
        return new Contract(
                split("contract").stream().map(GateCase::contractColumn).toList());
    }

    private static ContractColumn contractColumn(String text) {
        List<String> words = Arrays.asList(text.split(" "));
        int was = words.indexOf("was");
        return new ContractColumn(
                words.get(0),
                SparkTypeParser.parse(spaced(words.get(1))),
                spaced(words.get(1)),
                words.contains("required"),
                words.contains("optional"),
                was < 0 ? List.of() : List.of(words.get(was + 1).split(",")),
                null,
                null,
                List.of());
    }

    private Policies policies() {
        Map<String, String> said = pairs("policies");
        return new Policies(
                policy(said, "added", Policy.ALLOW),
                policy(said, "renamed", Policy.FOLLOW),
                policy(said, "retyped", Policy.QUARANTINE),
                policy(said, "removed", Policy.PAUSE),
                policy(said, "widened", Policy.ALLOW),
                policy(said, "narrowed", Policy.ALLOW),
                policy(said, "nullability", Policy.ALLOW),
                policy(said, "allNull", Policy.HOLD));
    }

    private static Policy policy(Map<String, String> said, String kind, Policy otherwise) {
        return said.containsKey(kind) ? Policy.valueOf(said.get(kind).toUpperCase(java.util.Locale.ROOT)) : otherwise;
    }

    private Map<String, List<String>> uses() {
        Map<String, List<String>> uses = new LinkedHashMap<>();
        pairs("uses").forEach((column, attribute) -> uses.put(column, List.of(attribute)));
        return uses;
    }

    private SourceSchema schema(String word) {
        return SourceSchema.of(split(word).stream().map(GateCase::sourceColumn).toList());
    }

    private static SourceColumn sourceColumn(String text) {
        List<String> words = Arrays.asList(text.split(" "));
        String id = words.stream()
                .filter(word -> word.startsWith("#"))
                .map(word -> word.substring(1))
                .findFirst()
                .orElse(null);
        Boolean nullable = words.contains("notnull") ? Boolean.FALSE : words.contains("nullable") ? Boolean.TRUE : null;
        return new SourceColumn(spaced(words.get(0)), spaced(words.get(1)), id, nullable);
    }

    private History history() {
        List<String> commits = new ArrayList<>(split("history"));
        boolean complete = !commits.remove("incomplete");
        return new History(commits.stream().map(GateCase::commit).toList(), complete);
    }

    static Commit commit(String text) {
        String version = text.substring(0, text.indexOf(' '));
        String rest = text.substring(text.indexOf(' ') + 1);
        for (String operation :
                List.of("RENAME COLUMN", "DROP COLUMNS", "ADD COLUMNS", "CHANGE COLUMN", "RESTORE", "WRITE")) {
            if (rest.startsWith(operation + " ")) {
                return new Commit(
                        Long.parseLong(version),
                        Instant.EPOCH,
                        operation,
                        parameters(operation, rest.substring(operation.length() + 1)),
                        Map.of());
            }
        }
        return new Commit(Long.parseLong(version), Instant.EPOCH, rest, Map.of(), Map.of());
    }

    /** As {@code DESCRIBE HISTORY} of Delta 4.4 has them. */
    private static Map<String, String> parameters(String operation, String text) {
        return switch (operation) {
            case "RENAME COLUMN" -> {
                int between = text.indexOf(' ', text.startsWith("`") ? text.indexOf("` ") : 0);
                yield Map.of("oldColumnPath", text.substring(0, between), "newColumnPath", text.substring(between + 1));
            }
            case "DROP COLUMNS" -> Map.of("columns", "[\"" + text.replace(",", "\",\"") + "\"]");
            case "ADD COLUMNS" -> Map.of("columns", "[{\"column\":" + field(text) + ",\"position\":\"AFTER id\"}]");
            case "CHANGE COLUMN" -> Map.of("column", field(text));
            case "RESTORE" -> Map.of("version", text);
            default -> Map.of("mode", text, "partitionBy", "[]");
        };
    }

    private static String field(String name) {
        return "{\"name\":\"" + name
                + "\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{\"comment\":\"a \\\"name\\\"\","
                + "\"name\":{\"name\":\"no\"}}}";
    }

    private List<String> split(String word) {
        String text = line(word);
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(";")).map(String::strip).toList();
    }

    private String line(String word) {
        return String.join(" ", lines.getOrDefault(word, List.of()));
    }
}
