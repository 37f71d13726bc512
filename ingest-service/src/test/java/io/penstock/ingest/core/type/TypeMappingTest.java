package io.penstock.ingest.core.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.type.Mapped.Note;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One test per line of the mapping table; struct, array, map, variant and vector lines are in TreeMappingTest. */
class TypeMappingTest {
    @Test
    void aBooleanStaysABoolean() {
        assertThat(map("boolean", new Leaf.Truth(true))).isEqualTo(Mapped.same(new Leaf.Truth(true)));
    }

    @ParameterizedTest
    @CsvSource({"tinyint,-128", "smallint,32767", "int,2147483647", "float,0.1", "double,1.7976931348623157E308"})
    void aFiniteNumberStaysANumber(String type, BigDecimal value) {
        assertThat(map(type, new Leaf.Number(value))).isEqualTo(Mapped.same(new Leaf.Number(value)));
    }

    @ParameterizedTest
    @CsvSource({"double,NaN", "double,Infinity", "double,-Infinity", "float,NaN"})
    void aNumberThatIsNotFiniteBecomesNullAndIsCounted(String type, String text) {
        assertThat(map(type, new Leaf.Text(text))).isEqualTo(new Mapped(Leaf.NOTHING, Note.NOT_FINITE));
    }

    @Test
    void aBigintWithinDoubleStaysANumber() {
        assertThat(number("bigint", "9007199254740991").leaf()).isInstanceOf(Leaf.Number.class);
        assertThat(number("bigint", "-9007199254740991").leaf()).isInstanceOf(Leaf.Number.class);
    }

    @Test
    void aBigintBeyondDoubleBecomesText() {
        assertThat(number("bigint", "9007199254740993"))
                .isEqualTo(new Mapped(new Leaf.Text("9007199254740993"), Note.BIG_INTEGER_AS_TEXT));
        assertThat(number("bigint", "-9223372036854775808").leaf()).isEqualTo(new Leaf.Text("-9223372036854775808"));
    }

    @Test
    void aDecimalThatSurvivesDoubleIsANumber() {
        assertThat(number("decimal(38,18)", "1.230000000000000000"))
                .isEqualTo(Mapped.same(new Leaf.Number(new BigDecimal("1.23"))));
        assertThat(number("decimal(10,2)", "100.00")).isEqualTo(Mapped.same(new Leaf.Number(new BigDecimal("100"))));
    }

    @Test
    void aDecimalThatDoesNotSurviveDoubleBecomesText() {
        assertThat(number("decimal(38,18)", "0.123456789012345678"))
                .isEqualTo(new Mapped(new Leaf.Text("0.123456789012345678"), Note.DECIMAL_AS_TEXT));
        assertThat(number("decimal(20,0)", "12345678901234567890").leaf())
                .isEqualTo(new Leaf.Text("12345678901234567890"));
    }

    @Test
    void aDateIsIsoText() {
        assertThat(text("date", "2026-03-15").leaf()).isEqualTo(new Leaf.Text("2026-03-15"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-15T12:00:00.000000Z,2026-03-15T12:00:00Z",
        "2026-03-15T14:00:00.123456+02:00,2026-03-15T12:00:00.123456Z"
    })
    void aTimestampIsIsoTextInUtc(String rendered, String mapped) {
        assertThat(text("timestamp", rendered).leaf()).isEqualTo(new Leaf.Text(mapped));
    }

    @Test
    void aTimestampWithoutZoneStaysWithoutZone() {
        assertThat(text("timestamp_ntz", "2026-07-01T12:00:00.000000").leaf())
                .isEqualTo(new Leaf.Text("2026-07-01T12:00:00"));
    }

    @Test
    void binaryStaysBase64() {
        assertThat(text("binary", "AQID").leaf()).isEqualTo(new Leaf.Text("AQID"));
    }

    @Test
    void textIsNeverGuessedFrom() {
        assertThat(text("string", "NaN").leaf()).isEqualTo(new Leaf.Text("NaN"));
        assertThat(text("string", "42.0").leaf()).isEqualTo(new Leaf.Text("42.0"));
        assertThat(text("interval day to second", "INTERVAL '1' DAY").leaf())
                .isEqualTo(new Leaf.Text("INTERVAL '1' DAY"));
    }

    @Test
    void nullStaysNullUnderEveryType() {
        assertThat(map("double", Leaf.NOTHING)).isEqualTo(Mapped.same(Leaf.NOTHING));
        assertThat(map("struct<a:int>", Leaf.NOTHING)).isEqualTo(Mapped.same(Leaf.NOTHING));
    }

    @ParameterizedTest
    @CsvSource({"double,high", "int,7", "timestamp,yesterday", "date,15.03.2026", "vector,x"})
    void whatTheTypeDoesNotAllowIsUnreadable(String type, String rendered) {
        assertThat(text(type, rendered).note()).isEqualTo(Note.UNREADABLE);
    }

    private static Mapped map(String type, Leaf leaf) {
        return TypeMapping.map(SparkTypeParser.parse(type), leaf);
    }

    private static Mapped number(String type, String value) {
        return map(type, new Leaf.Number(new BigDecimal(value)));
    }

    private static Mapped text(String type, String value) {
        return map(type, new Leaf.Text(value));
    }
}
