package io.penstock.transform.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.transform.core.value.Value.Num;
import io.penstock.transform.core.value.Value.StructValue;
import io.penstock.transform.core.value.Value.Text;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            2026-03-15                   | unixSeconds                  | 1773532800
            2026-03-15                   | unixSeconds("Europe/Prague") | 1773529200
            2026-03-15T12:00:00Z         | unixSeconds                  | 1773576000
            2026-03-15T13:00:00.9+01:00  | unixSeconds                  | 1773576000
            2026-03-15T12:00:00          | unixSeconds( "UTC" )         | 1773576000
            2026-03-15T23:30:00Z         | isoDate                      | 2026-03-15
            2026-03-15T23:30:00Z         | isoDate("Europe/Prague")     | 2026-03-16
            2026-03-15                   | isoDate                      | 2026-03-15
            2026-03-15                   | isoTime                      | 2026-03-15T00:00:00Z
            2026-03-15T13:00:00+01:00    | isoTime                      | 2026-03-15T12:00:00Z
            """)
    void bringsDatesAndTimesIntoTheForm(String given, String form, String wanted) {
        Value expected = form.startsWith("unix") ? new Num(new BigDecimal(wanted)) : new Text(wanted);

        assertThat(find(new Text(given), form)).isEqualTo(new Lookup.Found(expected));
    }

    @Test
    void takesUnixSecondsAndNullAsTheyAre() {
        assertThat(find(Num.of(1773532800), "unixSeconds")).isEqualTo(new Lookup.Found(Num.of(1773532800)));
        assertThat(find(Num.of(1773532800), "isoTime")).isEqualTo(new Lookup.Found(new Text("2026-03-15T00:00:00Z")));
        assertThat(find(Value.NULL, "unixSeconds")).isEqualTo(new Lookup.Found(Value.NULL));
    }

    @Test
    void guessesNeitherZonesNorMilliseconds() {
        assertThat(find(new Text("2026-03-15T12:00:00"), "unixSeconds"))
                .isEqualTo(new Lookup.Mismatch(
                        "expected a time with a zone, found one without: write" + " unixSeconds(\"Europe/Prague\")"));
        assertThat(find(Num.of(1773532800000L), "unixSeconds")).isInstanceOf(Lookup.Mismatch.class);
        assertThat(find(new Text("15.3.2026"), "isoDate")).isInstanceOf(Lookup.Mismatch.class);
        assertThat(find(new Value.Bool(true), "isoDate")).isInstanceOf(Lookup.Mismatch.class);
    }

    @Test
    void aZoneHasToExist() {
        assertThatThrownBy(() -> ValueExpression.parse("at | unixSeconds(\"Mars/Base\")"))
                .hasMessageContaining("expected a time zone such as");
        assertThatThrownBy(() -> ValueExpression.parse("at | unixSecond")).hasMessageContaining("unixSeconds, isoTime");
    }

    private static Lookup find(Value given, String form) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        fields.put("at", given);
        return ValueExpression.parse("at | " + form).find(new StructValue(fields));
    }
}
