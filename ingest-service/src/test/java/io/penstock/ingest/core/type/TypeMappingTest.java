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
    @CsvSource({
        "tinyint,-128",
        "smallint,32767",
        "int,2147483647",
        "float,0.1",
        "float,3.4028235E38",
        "double,-0.0",
        "double,4.9E-324",
        "double,1.7976931348623157E308"
    })
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

    @ParameterizedTest
    @CsvSource({"0E-18,0", "1E-18,1E-18", "-100000,-100000", "100.00,100"})
    void aDecimalIsReadInEveryFormTheEngineWritesIt(BigDecimal rendered, BigDecimal mapped) {
        assertThat(map("decimal(38,18)", new Leaf.Number(rendered)).leaf())
                .isInstanceOfSatisfying(
                        Leaf.Number.class, number -> assertThat(number.value()).isEqualByComparingTo(mapped));
    }

    @Test
    void aDateIsIsoText() {
        assertThat(text("date", "2026-03-15").leaf()).isEqualTo(new Leaf.Text("2026-03-15"));
    }

    @ParameterizedTest
    @CsvSource({
        "date,9999-12-31,9999-12-31",
        "date,+10000-01-01,+10000-01-01",
        "date,0001-01-01,0001-01-01",
        "date,0000-01-01,0000-01-01",
        "date,-0044-03-15,-0044-03-15",
        "timestamp,9999-12-31T23:59:59.999999Z,9999-12-31T23:59:59.999999Z",
        "timestamp,+10000-01-01T00:00:00.000000Z,+10000-01-01T00:00:00Z",
        "timestamp,+294247-01-10T04:00:54.775807Z,+294247-01-10T04:00:54.775807Z",
        "timestamp,0000-06-01T00:00:00.000000Z,0000-06-01T00:00:00Z",
        "timestamp,-0044-03-15T00:00:00.000000Z,-0044-03-15T00:00:00Z",
        "timestamp_ntz,+10000-01-01T00:00:00.000000,+10000-01-01T00:00:00",
        "timestamp_ntz,-0044-03-15T00:00:00.000000,-0044-03-15T00:00:00"
    })
    void yearsBeyondFourDigitsAndBeforeTheFirstAreRead(String type, String rendered, String mapped) {
        assertThat(text(type, rendered)).isEqualTo(Mapped.same(new Leaf.Text(mapped)));
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
    void intervalsAreTheEnginesText() {
        assertThat(text("interval year to month", "INTERVAL '1-2' YEAR TO MONTH"))
                .isEqualTo(Mapped.same(new Leaf.Text("INTERVAL '1-2' YEAR TO MONTH")));
        assertThat(text("interval day to second", "INTERVAL '3 04:05:06.789' DAY TO SECOND"))
                .isEqualTo(Mapped.same(new Leaf.Text("INTERVAL '3 04:05:06.789' DAY TO SECOND")));
    }

    @Test
    void charIsPaddedAndVarcharIsNot() {
        assertThat(text("char(5)", "ab   ").leaf()).isEqualTo(new Leaf.Text("ab   "));
        assertThat(text("varchar(5)", "ab").leaf()).isEqualTo(new Leaf.Text("ab"));
    }

    @Test
    void aTimeOfDayIsTheEnginesText() {
        assertThat(text("time(6)", "12:34:56.789").leaf()).isEqualTo(new Leaf.Text("12:34:56.789"));
    }

    @Test
    void aVoidHoldsNothingButNull() {
        assertThat(map("void", Leaf.NOTHING)).isEqualTo(Mapped.same(Leaf.NOTHING));
        assertThat(text("void", "x").note()).isEqualTo(Note.UNREADABLE);
    }

    @Test
    void variantNumbersStayExactAndItsTextStaysText() {
        assertThat(number("variant", "1.1").leaf()).isEqualTo(new Leaf.Number(new BigDecimal("1.1")));
        assertThat(number("variant", "9007199254740993").note()).isEqualTo(Note.BIG_INTEGER_AS_TEXT);
        assertThat(text("variant", "NaN")).isEqualTo(Mapped.same(new Leaf.Text("NaN")));
    }

    @ParameterizedTest
    @CsvSource({
        "int,1,1",
        "boolean,true,true",
        "'decimal(10,2)',1.50,1.50",
        "double,NaN,NaN",
        "date,20454,2026-01-01",
        "date,-1,1969-12-31",
        "timestamp,1767225600000000,2026-01-01T00:00:00Z",
        "timestamp_ntz,1767225600000001,2026-01-01T00:00:00.000001",
        "interval day,432000000000,432000000000",
        "struct<x:int>,[1],[1]"
    })
    void mapKeysAreTextAndInstantsAmongThemAreIso(String type, String rendered, String key) {
        assertThat(TypeMapping.key(SparkTypeParser.parse(type), rendered)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "string,true",
        "date,true",
        "struct<x:int>,true",
        "binary,false",
        "struct<x:binary>,false",
        "array<binary>,false"
    })
    void bytesHaveNoTextAsKeys(String type, boolean hasText) {
        assertThat(TypeMapping.hasTextAsKey(SparkTypeParser.parse(type))).isEqualTo(hasText);
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
