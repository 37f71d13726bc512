package io.penstock.ingest.rows;

import static io.penstock.ingest.core.contract.Columns.between;
import static io.penstock.ingest.core.contract.Columns.column;
import static io.penstock.ingest.core.contract.Columns.optional;
import static io.penstock.ingest.core.contract.Columns.required;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.contract.Shape;
import io.penstock.ingest.core.contract.Violation;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import io.penstock.schemas.IdentifierV1;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowShaperTest {
    private static final String ROW = """
            {"id":"c-1","old_score":0.7,"email":" A@b.c ","n":42.0,"blank":" ","scored_at":"2026-03-15T12:00:00.000000Z"}""";

    private final SequencedMap<String, SparkType> source = new LinkedHashMap<>();

    RowShaperTest() {
        List.of("id:string", "old_score:double", "email:string", "n:double", "blank:string", "scored_at:timestamp")
                .forEach(one -> source.put(one.split(":")[0], SparkTypeParser.parse(one.split(":")[1])));
    }

    @Test
    void aRowTakesTheContractsShape() {
        ShapedRow.Kept kept = kept(
                shaper(required("id", "string"), required("score", "double", "old_score"), optional("absent", "int"))
                        .shape(ROW));

        assertThat(kept.row()).hasToString("{\"id\":\"c-1\",\"score\":0.7}");
        assertThat(kept.rowKey()).isEqualTo("c-1");
        assertThat(kept.watermark()).isEqualTo(Instant.parse("2026-03-15T12:00:00Z"));
    }

    @Test
    void aNullIsANullAndNotAbsent() {
        ShapedRow.Kept kept = kept(shaper(required("id", "string"), column("n", "double"))
                .shape("{\"id\":\"c-1\",\"n\":null,\"scored_at\":\"2026-03-15T12:00:00.000000Z\"}"));

        assertThat(kept.row()).hasToString("{\"id\":\"c-1\",\"n\":null}");
    }

    @Test
    void identifiersKeepThePipelinesOrderAndSkipBlanks() {
        assertThat(kept(shaper(column("id", "string")).shape(ROW)).identifiers())
                .containsExactly(new IdentifierV1("number", "42"), new IdentifierV1("email", "A@b.c"));
    }

    @Test
    void aRowThatBreaksTheContractIsQuarantinedWithItsColumn() {
        ShapedRow shaped = shaper(required("id", "string"), between("n", "double", "0", "1"))
                .shape(ROW);

        assertThat(shaped)
                .isEqualTo(new ShapedRow.Quarantined(
                        "c-1", new Violation(Violation.Code.ABOVE_MAX, "n"), Instant.parse("2026-03-15T12:00:00Z")));
    }

    @Test
    void aRowWithoutKeyWatermarkOrFormIsQuarantined() {
        RowShaper shaper = shaper(column("n", "double"));

        assertThat(code(shaper.shape("{\"id\":\" \",\"scored_at\":\"2026-03-15T12:00:00.000000Z\"}")))
                .isEqualTo(Violation.Code.MISSING_KEY);
        assertThat(code(shaper.shape("{\"id\":\"c-1\",\"scored_at\":null}")))
                .isEqualTo(Violation.Code.MISSING_WATERMARK);
        assertThat(code(shaper.shape("[1]"))).isEqualTo(Violation.Code.MALFORMED_ROW);
        assertThat(code(shaper.shape(null))).isEqualTo(Violation.Code.MALFORMED_ROW);
    }

    @Test
    void theWatermarkColumnIsInTheRowAndDoesNotCountAsContent() {
        RowShaper shaper = shaper(column("id", "string"), column("scored_at", "timestamp"));

        ShapedRow.Kept first = kept(shaper.shape(ROW));
        ShapedRow.Kept stampedAgain = kept(shaper.shape(ROW.replace("12:00:00", "13:00:00")));

        assertThat(stampedAgain.row()).isNotEqualTo(first.row());
        assertThat(stampedAgain.hash()).isEqualTo(first.hash());
    }

    @Test
    void nullAndAbsentAreTheSameContentAndNumbersCountByValue() {
        RowShaper shaper = shaper(column("id", "string"), column("n", "double"));
        String stamp = "\"scored_at\":\"2026-03-15T12:00:00.000000Z\"";

        assertThat(kept(shaper.shape("{\"id\":\"a\",\"n\":null," + stamp + "}")).hash())
                .isEqualTo(kept(shaper.shape("{\"id\":\"a\"," + stamp + "}")).hash());
        assertThat(kept(shaper.shape("{\"id\":\"a\",\"n\":1.0," + stamp + "}")).hash())
                .isEqualTo(kept(shaper.shape("{\"id\":\"a\",\"n\":1," + stamp + "}"))
                        .hash())
                .isNotEqualTo(kept(shaper.shape("{\"id\":\"a\",\"n\":2," + stamp + "}"))
                        .hash());
    }

    @Test
    void withoutAKeyARowIsNamedByItsContent() {
        RowShaper shaper =
                new RowShaper(shape(column("id", "string")), Set.of(), List.of(), new LinkedHashMap<>(), null);

        ShapedRow.Kept kept = kept(shaper.shape(ROW));

        assertThat(kept.rowKey()).isEqualTo(kept.hash());
        assertThat(shaper.shapeGone(ROW)).isEqualTo(new ShapedRow.Gone(kept.hash(), List.of()));
    }

    @Test
    void ofARowThatIsGoneTheKeyIsEnough() {
        RowShaper shaper = shaper(required("id", "string"), required("n", "double"));

        assertThat(shaper.shapeGone("{\"id\":\"c-1\"}")).isEqualTo(new ShapedRow.Gone("c-1", List.of()));
        assertThat(((ShapedRow.Gone) shaper.shapeGone(ROW)).identifiers()).hasSize(2);
        assertThat(code(shaper.shapeGone("{\"n\":1}"))).isEqualTo(Violation.Code.MISSING_KEY);
        assertThat(code(shaper.shapeGone("no json"))).isEqualTo(Violation.Code.MALFORMED_ROW);
        assertThat(shaper.valued()).isEmpty();
    }

    @Test
    void aNullIsRefusedWhereTheColumnBecameNullableWithoutConsent() {
        RowShaper shaper = new RowShaper(
                shape(column("id", "string"), column("n", "double")),
                Set.of("n"),
                List.of("id"),
                new LinkedHashMap<>(),
                null);

        assertThat(code(shaper.shape("{\"id\":\"a\",\"n\":null}"))).isEqualTo(Violation.Code.MISSING_REQUIRED);
        assertThat(shaper.shape("{\"id\":\"a\",\"n\":1}")).isInstanceOf(ShapedRow.Kept.class);
    }

    @Test
    void columnsThatHadAValueAreNoticedAlsoInRowsThatAreQuarantined() {
        RowShaper shaper =
                shaper(required("id", "string"), between("n", "double", "0", "1"), column("email", "string"));

        shaper.shape(ROW.replace("\" A@b.c \"", "null"));
        assertThat(shaper.valued()).containsExactlyInAnyOrder("id", "n");
        shaper.shape(ROW);
        assertThat(shaper.valued()).containsExactlyInAnyOrder("id", "n", "email");
    }

    private Shape shape(ContractColumn... columns) {
        Contract contract = new Contract(List.of(columns));
        Map<String, String> bindings = new LinkedHashMap<>();
        contract.columns()
                .forEach(column ->
                        contract.find(column, source.keySet()).ifPresent(found -> bindings.put(column.name(), found)));
        return Shape.of(contract, source, bindings, Set.of());
    }

    private RowShaper shaper(ContractColumn... columns) {
        SequencedMap<String, String> identifiers = new LinkedHashMap<>();
        identifiers.put("number", "n");
        identifiers.put("blank", "blank");
        identifiers.put("email", "email");
        return new RowShaper(
                shape(columns),
                Set.of(),
                List.of("id"),
                identifiers,
                new RowShaper.Watermark("scored_at", "scored_at", source.get("scored_at")));
    }

    private static ShapedRow.Kept kept(ShapedRow shaped) {
        assertThat(shaped).isInstanceOf(ShapedRow.Kept.class);
        return (ShapedRow.Kept) shaped;
    }

    private static Violation.Code code(ShapedRow shaped) {
        assertThat(shaped).isInstanceOf(ShapedRow.Quarantined.class);
        return ((ShapedRow.Quarantined) shaped).violation().code();
    }
}
