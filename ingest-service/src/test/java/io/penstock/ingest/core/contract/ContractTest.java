package io.penstock.ingest.core.contract;

import static io.penstock.ingest.core.contract.Columns.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.Mapped;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import io.penstock.ingest.core.type.TypeMapping;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {
    private static final ContractColumn SCORE = column("score", "double", "upgrade_score", "likelihood");

    @Test
    void thePresentNameComesBeforeFormerNames() {
        Contract contract = new Contract(List.of(SCORE));

        assertThat(contract.find(SCORE, List.of("likelihood", "upgrade_score", "score")))
                .contains("score");
        assertThat(contract.find(SCORE, List.of("likelihood", "upgrade_score"))).contains("upgrade_score");
        assertThat(contract.find(SCORE, List.of("other"))).isEmpty();
    }

    @Test
    void aFormerNameThatIsAnotherColumnsPresentNameBelongsToThatOne() {
        ContractColumn swapped = column("a", "int", "b");
        Contract contract = new Contract(List.of(swapped, column("b", "int")));

        assertThat(contract.find(swapped, List.of("b"))).isEmpty();
    }

    @Test
    void columnsOutsideTheContractAreDroppedAndMissingOnesHaveNoSource() {
        Shape shape = Shape.of(
                new Contract(List.of(SCORE, column("tier", "string"))),
                source("upgrade_score", "double", "secret", "string"),
                Map.of("score", "upgrade_score"),
                Set.of());

        assertThat(shape.parts()).extracting(Shape.Part::name).containsExactly("score", "tier");
        assertThat(shape.parts()).extracting(Shape.Part::source).containsExactly("upgrade_score", null);
    }

    @Test
    void withoutColumnsEverythingPasses() {
        Shape shape = Shape.of(new Contract(List.of()), source("b", "int", "a", "string"), Map.of(), Set.of());

        assertThat(shape.parts()).extracting(Shape.Part::name).containsExactly("b", "a");
    }

    @Test
    void aHeldColumnIsInNoRow() {
        SequencedMap<String, SparkType> source = source("new_score", "string", "score", "string");
        Shape shape = Shape.of(new Contract(List.of(SCORE)), source, Map.of("score", "new_score"), Set.of("score"));

        assertThat(shape.parts()).isEmpty();
        assertThat(shape.sourceOf("score", source)).contains("new_score");
    }

    @Test
    void aNameOfThePipelineIsFoundWithoutRegardToCaseAndThroughItsBinding() {
        SequencedMap<String, SparkType> source =
                source("Customer", "string", "id", "string", "x", "double", "tier", "string");
        Shape shape = Shape.of(
                new Contract(List.of(SCORE, column("tier", "string"))),
                source,
                Map.of("score", "x", "ID", "Customer"),
                Set.of());

        assertThat(shape.sourceOf("SCORE", source)).contains("x");
        assertThat(shape.sourceOf("id", source)).contains("Customer");
        assertThat(shape.sourceOf("customer", source)).contains("Customer");
        assertThat(shape.sourceOf("tier", source)).isEmpty();
        assertThat(shape.sourceOf("other", source)).isEmpty();
    }

    @Test
    void namesCompareWithoutRegardToCaseExactOnesFirst() {
        assertThat(ColumnNames.find("score", List.of("SCORE", "score"))).contains("score");
        assertThat(ColumnNames.find("Score", List.of("x", "SCORE"))).contains("SCORE");
        assertThat(ColumnNames.find("Score", List.of("scores"))).isEmpty();
        assertThat(new Contract(List.of(SCORE)).find(SCORE, List.of("Upgrade_Score")))
                .contains("Upgrade_Score");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "double|float|true",
                "double|int|true",
                "double|bigint|false",
                "double|decimal(4,2)|false",
                "bigint|int|true",
                "int|bigint|false",
                "string|int|false",
                "timestamp|date|false",
                "struct|struct<a:int>|true",
                "struct<a:double>|struct<a:float,b:int>|true",
                "struct<a:double>|struct<b:int>|false",
                "array|array<int>|true",
                "array<double>|array<string>|false",
                "map|map<string,int>|true",
                "vector|vector|true",
                "vector|struct<a:int>|false",
                "decimal(10,2)|decimal(8,2)|true",
                "decimal(10,2)|decimal(10,4)|false",
                "decimal|decimal(38,18)|true",
                "string|void|true",
                "variant|int|true"
            })
    void aTypeAcceptsWhatItHoldsExactly(String contract, String source, boolean accepted) {
        assertThat(TypeRules.accepts(SparkTypeParser.parse(contract), SparkTypeParser.parse(source)))
                .isEqualTo(accepted);
    }

    @Test
    void aNumberOfAnotherTypeIsAcceptedOnlyIfNothingIsLost() {
        ContractColumn count = column("n", "int");

        assertThat(check(count, "bigint", number("7"))).isEmpty();
        assertThat(check(count, "bigint", number("2147483648"))).contains(Violation.Code.WRONG_TYPE);
        assertThat(check(count, "double", number("7.5"))).contains(Violation.Code.WRONG_TYPE);
        assertThat(check(count, "string", new Leaf.Text("7"))).contains(Violation.Code.WRONG_TYPE);
        assertThat(check(column("d", "double"), "decimal(38,18)", number("0.123456789012345678")))
                .contains(Violation.Code.WRONG_TYPE);
    }

    @Test
    void rangesIncludeTheirEnds() {
        ContractColumn score = Columns.between("score", "double", "0", "1");

        assertThat(check(score, "double", number("0.0"))).isEmpty();
        assertThat(check(score, "double", number("1"))).isEmpty();
        assertThat(check(score, "double", number("-0.0001"))).contains(Violation.Code.BELOW_MIN);
        assertThat(check(score, "double", number("1.0000000000000002"))).contains(Violation.Code.ABOVE_MAX);
    }

    @Test
    void aValueMustBeOneOfTheListed() {
        ContractColumn tier = Columns.oneOf("tier", "string", new Leaf.Text("free"), new Leaf.Text("pro"));
        ContractColumn level = Columns.oneOf("level", "double", number("1"));

        assertThat(check(tier, "string", new Leaf.Text("pro"))).isEmpty();
        assertThat(check(tier, "string", new Leaf.Text("Pro"))).contains(Violation.Code.NOT_ALLOWED);
        assertThat(check(level, "double", number("1.0"))).isEmpty();
        assertThat(check(tier, "string", Leaf.NOTHING)).isEmpty();
    }

    @Test
    void aRequiredColumnRefusesNullAndNaN() {
        ContractColumn score = Columns.required("score", "double");

        assertThat(check(score, "double", Leaf.NOTHING)).contains(Violation.Code.MISSING_REQUIRED);
        assertThat(check(score, "double", new Leaf.Text("NaN"))).contains(Violation.Code.MISSING_REQUIRED);
        assertThat(ColumnCheck.absent(score)).isPresent();
        assertThat(ColumnCheck.absent(Columns.optional("x", "int"))).isEmpty();
    }

    @Test
    void aViolationNamesTheColumnAndNoValue() {
        assertThat(new Violation(Violation.Code.ABOVE_MAX, "score").reason())
                .isEqualTo("column score: above the contract's max");
    }

    private static Optional<Violation.Code> check(ContractColumn column, String source, Leaf raw) {
        SparkType type = SparkTypeParser.parse(source);
        Mapped mapped = TypeMapping.map(type, raw);
        return ColumnCheck.leaf(column, type, raw, mapped).map(Violation::code);
    }

    private static Leaf number(String value) {
        return new Leaf.Number(new BigDecimal(value));
    }

    private static SequencedMap<String, SparkType> source(String... namesAndTypes) {
        SequencedMap<String, SparkType> source = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            source.put(namesAndTypes[i], SparkTypeParser.parse(namesAndTypes[i + 1]));
        }
        return source;
    }
}
