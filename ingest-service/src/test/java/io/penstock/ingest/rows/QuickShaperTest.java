package io.penstock.ingest.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.contract.Columns;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.contract.Shape;
import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is shaped in one pass is what the tree says, byte for byte. */
class QuickShaperTest {
    private static final int ROWS = Integer.getInteger("penstock.test.quick-rows", 20_000);
    private static final Map<String, String> COLUMNS = new TreeMap<>(Map.ofEntries(
            Map.entry("id", "string"),
            Map.entry("whole", "bigint"),
            Map.entry("small", "int"),
            Map.entry("ratio", "double"),
            Map.entry("half", "float"),
            Map.entry("money", "decimal(18,4)"),
            Map.entry("flag", "boolean"),
            Map.entry("day", "date"),
            Map.entry("at", "timestamp"),
            Map.entry("local", "timestamp_ntz"),
            Map.entry("text", "string"),
            Map.entry("zoo", "struct<z:int,a:string,m:struct<y:double,b:boolean>>"),
            Map.entry("list", "array<struct<q:int,c:decimal(5,2)>>"),
            Map.entry("numbers", "array<double>")));
    private static final Map<String, ContractColumn> LIMITED = Map.of(
            "ratio",
            Columns.between("ratio", "double", "-0.5", "6.25"),
            "half",
            Columns.between("half", "float", "-1", "1e20"),
            "whole",
            Columns.between("whole", "bigint", "-1200", "9007199254740993"),
            "small",
            Columns.oneOf("small", "int", number("0"), number("10.0"), number("-1200"), number("17"), number("1e15")),
            "text",
            Columns.oneOf("text", "string", text(""), text("a"), text("quote \" and \\"), text("žluť €"), text("12")));
    private static final List<String> TEXTS = List.of(
            "\"\"",
            "\"a\"",
            "\" padded \"",
            "\"quote \\\" and \\\\ \"",
            "\"line\\n\\t\\r\\b\\f\"",
            "\"\\/\"",
            "\"\\u00e9\"",
            "\"\\u0001\"",
            "\"žluť €\"",
            "\"😀\"",
            "\"\u007f\"",
            "12",
            "true",
            "{}");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "7",
            "10",
            "-1200",
            "1000000",
            "999999999999999",
            "9007199254740993",
            "123456789012345678901",
            "0.0",
            "-0.0",
            "0.00",
            "0.0000000",
            "0.000001",
            "0.0000001",
            "1.0",
            "10.0",
            "10.50",
            "-3.1400",
            "120.00",
            "0.1234567890123456",
            "12345678901234.5678",
            "1.0E10",
            "1.5E-5",
            "1E400",
            "\"NaN\"",
            "\"Infinity\"");
    private static final List<String> TIMES = List.of(
            "\"2026-03-15\"",
            "\"2026-03-15T12:00:00.000000Z\"",
            "\"2026-03-15T12:00:00.120000Z\"",
            "\"2026-03-15T12:00:00.123456+02:00\"",
            "\"2026-03-15T12:00:00.000000\"",
            "\"2026-02-30\"",
            "\"\"");

    private final Random random = new Random(20260315);
    private int quick;

    @Test
    void whatIsShapedInOnePassIsWhatTheTreeSays() {
        for (int shape = 0; shape < 40; shape++) {
            List<String> names = new ArrayList<>(COLUMNS.keySet());
            Collections.shuffle(names, random);
            List<String> order = names.subList(0, 4 + random.nextInt(names.size() - 4));
            compare(order, new Shapers(order, random.nextBoolean()));
        }
        assertThat(quick).isGreaterThan(ROWS / 4).isLessThan(ROWS);
    }

    @Test
    void aRowThatBreaksTheContractIsLeftToTheTree() {
        QuickShaper quick = new QuickShaper(
                Shape.of(
                        new Contract(List.of(Columns.between("n", "int", "0", "1"), Columns.required("t", "string"))),
                        new LinkedHashMap<>(
                                Map.of("n", SparkTypeParser.parse("int"), "t", SparkTypeParser.parse("string"))),
                        Map.of("n", "n", "t", "t"),
                        Set.of()),
                Set.of(),
                List.of("t"),
                Map.of(),
                null);

        assertThat(quick.shape("{\"n\":1,\"t\":\"a\"}")).isPresent();
        assertThat(quick.shape("{\"n\":2,\"t\":\"a\"}")).isEmpty();
        assertThat(quick.shape("{\"n\":1,\"t\":null}")).isEmpty();
        assertThat(quick.shape("{\"n\":1,\"t\":\" \"}")).isEmpty();
        assertThat(quick.shape("{\"t\":\"a\",\"n\":1}")).isEmpty();
        assertThat(quick.shape("{\"n\":1,\"t\":\"a\"")).isEmpty();
        assertThat(quick.shape("{\"n\":null,\"t\":\"a\"}")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "1, true",
        "0.5, true",
        "1.5, true",
        "2, false",
        "1.51, false",
        "-0.5, true",
        "-0.51, false",
        "-1, false",
        "0.50000000000000000000000001, true",
        "1.50000000000000000000000001, false",
        "15e-1, true",
        "15e0, false",
        "1000000000000000000000, false"
    })
    void aRangeIsKeptToTheLastDigit(String number, boolean kept) {
        Contract contract = new Contract(List.of(Columns.between("n", "double", "-0.5", "1.5")));
        SequencedMap<String, SparkType> source = new LinkedHashMap<>(Map.of("n", SparkTypeParser.parse("double")));
        Shape shape = Shape.of(contract, source, Map.of("n", "n"), Set.of());

        assertThat(new RowShaper(shape, Set.of(), List.of(), Map.of(), null).shape("{\"n\":" + number + "}"))
                .isInstanceOf(kept ? ShapedRow.Kept.class : ShapedRow.Quarantined.class);
    }

    private void compare(List<String> order, Shapers shapers) {
        for (int i = 0; i < ROWS / 40; i++) {
            StringBuilder json = new StringBuilder("{");
            boolean wild = random.nextInt(4) == 0;
            for (String name : order) {
                json.append(json.length() > 1 ? "," : "")
                        .append('"')
                        .append(name)
                        .append("\":");
                json.append(value(SparkTypeParser.parse(COLUMNS.get(name)), wild));
            }
            String row = json.append(random.nextInt(200) == 0 ? "" : "}").toString();
            Optional<ShapedRow> shaped = shapers.quick.shape(row);
            if (shaped.isPresent()) {
                quick++;
                assertThat(shaped.get()).as(row).isEqualTo(shapers.tree.shapeAsTree(row));
            }
        }
    }

    private String value(SparkType type, boolean wild) {
        if (random.nextInt(12) == 0) {
            return "null";
        }
        return switch (type) {
            case SparkType.Struct struct -> {
                List<String> fields = new ArrayList<>();
                struct.fields().forEach((name, field) -> fields.add('"' + name + "\":" + value(field, wild)));
                if (wild && random.nextInt(4) == 0) {
                    Collections.shuffle(fields, random);
                }
                yield '{' + String.join(",", fields) + '}';
            }
            case SparkType.Array array -> {
                List<String> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(array.element(), wild));
                }
                yield '[' + String.join(",", items) + ']';
            }
            case SparkType.Decimal _ ->
                wild ? any(NUMBERS) : random.nextInt(1_000) + "." + any(List.of("00", "10", "25"));
            case SparkType.Simple simple ->
                switch (simple.kind()) {
                    case STRING -> wild ? any(TEXTS) : any(TEXTS.subList(0, 5));
                    case BOOLEAN -> any(List.of("true", "false"));
                    case DATE -> wild ? any(TIMES) : TIMES.get(0);
                    case TIMESTAMP -> wild ? any(TIMES) : any(TIMES.subList(1, 4));
                    case TIMESTAMP_NTZ -> wild ? any(TIMES) : TIMES.get(4);
                    case INT, BIGINT -> wild ? any(NUMBERS) : any(List.of("0", "10", "-1200", "17", "999999999999999"));
                    default ->
                        wild ? any(NUMBERS) : Double.toString(random.nextInt(50) / (random.nextBoolean() ? 8.0 : 1e5));
                };
            case SparkType.Dictionary _ -> throw new IllegalStateException("no maps here");
        };
    }

    private static Leaf number(String text) {
        return new Leaf.Number(new BigDecimal(text));
    }

    private static Leaf text(String text) {
        return new Leaf.Text(text);
    }

    private String any(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Two ways to one shape. */
    private static final class Shapers {
        private final QuickShaper quick;
        private final RowShaper tree;

        Shapers(List<String> order, boolean contracted) {
            SequencedMap<String, SparkType> source = new LinkedHashMap<>();
            order.forEach(name -> source.put(name, SparkTypeParser.parse(COLUMNS.get(name))));
            Map<String, String> same = new LinkedHashMap<>();
            order.forEach(name -> same.put(name, name));
            List<ContractColumn> columns = order.stream()
                    .sorted()
                    .map(name -> LIMITED.getOrDefault(name, Columns.column(name, COLUMNS.get(name))))
                    .toList();
            Shape shape = Shape.of(new Contract(contracted ? columns : List.of()), source, same, Set.of());
            Set<String> noNulls = Set.of(order.getLast());
            List<String> key = order.getFirst().length() % 2 == 0 ? List.of(order.getFirst()) : List.of();
            Map<String, String> identifiers = Map.of("any", order.get(1));
            RowShaper.Watermark watermark = contracted && source.containsKey("at")
                    ? new RowShaper.Watermark("at", "at", source.get("at"))
                    : null;
            quick = new QuickShaper(shape, noNulls, key, identifiers, watermark);
            tree = new RowShaper(shape, noNulls, key, identifiers, watermark);
        }
    }
}
