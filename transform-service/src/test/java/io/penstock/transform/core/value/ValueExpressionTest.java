package io.penstock.transform.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.core.value.Value.Bool;
import io.penstock.transform.core.value.Value.ListValue;
import io.penstock.transform.core.value.Value.Num;
import io.penstock.transform.core.value.Value.StructValue;
import io.penstock.transform.core.value.Value.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueExpressionTest {
    private static final StructValue ROW = struct(
            "score", num("0.82"),
            "tier", new Text("pro"),
            "active", new Bool(true),
            "nothing", Value.NULL,
            "decimal", new Text("12345678901234567890.5"),
            "not_a_number", new Text("NaN"),
            "odd name", num("1"),
            "a.b", struct("c`d", num("2")),
            "summary", struct("tenure", num("12"), "plan", new Text("x"), "gone", Value.NULL),
            "reasons", struct("seats", num("0.3"), "exports", num("0.5"), "api", num("0.5"), "gone", Value.NULL),
            "list", list(num("3"), num("1"), Value.NULL, num("2")),
            "words", list(new Text("sso"), Value.NULL, new Text("audit"), num("7")),
            "empty", list(),
            "nulls", list(Value.NULL),
            "dense",
                    struct(
                            "type",
                            num("1"),
                            "size",
                            Value.NULL,
                            "indices",
                            Value.NULL,
                            "values",
                            list(num("0.25"), num("0.75"))),
            "sparse",
                    struct(
                            "type", num("0"),
                            "size", num("5"),
                            "indices", list(num("1"), num("3")),
                            "values", list(num("2"), num("-4"))),
            "zeros", struct("type", num("0"), "size", num("3"), "indices", list(), "values", list()),
            "crooked",
                    struct(
                            "type", num("0"),
                            "size", num("5"),
                            "indices", list(num("1")),
                            "values", list(num("2"), num("-4"))));

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
        score                  ; 0.82
        tier                   ; pro
        active                 ; true
        nothing                ; null
        missing                ; null
        `odd name`             ; 1
        `a.b`.`c``d`           ; 2
        summary.tenure         ; 12
        summary.missing        ; null
        missing.deeper[3].x    ; null
        list[0]                ; 3
        list[2]                ; null
        list[9]                ; null
        dense[1]               ; 0.75
        dense[2]               ; null
        sparse[0]              ; 0
        sparse[1]              ; 2
        sparse[3]              ; -4
        sparse[5]              ; null
        zeros[2]               ; 0
        zeros[3]               ; null
        dense.values[0]        ; 0.25
        list | count           ; 4
        list | min             ; 1
        list | max             ; 3
        list | mean            ; 2
        list | sum             ; 6
        list | nonzero         ; 3
        list|topK(2)           ; [3,2]
        list | topK( 9 )       ; [3,2,1]
        list | join(",")       ; 3,1,2
        words | join(', ')     ; sso, audit, 7
        words | join("\\"")    ; sso"audit"7
        words | count          ; 4
        empty | count          ; 0
        empty | nonzero        ; 0
        empty | mean           ; null
        empty | sum            ; null
        empty | min            ; null
        empty | topK(1)        ; null
        empty | join(",")      ; null
        nulls | count          ; 1
        nulls | max            ; null
        missing | mean         ; null
        dense | count          ; 2
        dense | mean           ; 0.5
        dense | max            ; 0.75
        sparse | count         ; 5
        sparse | min           ; -4
        sparse | max           ; 2
        sparse | sum           ; -2
        sparse | mean          ; -0.4
        sparse | nonzero       ; 2
        sparse | topK(3)       ; [2,0,0]
        zeros | max            ; 0
        zeros | mean           ; 0
        reasons | count        ; 4
        reasons | max          ; 0.5
        reasons | topK(2)      ; [api,exports]
        reasons | topK(5)      ; [api,exports,seats]
        """)
    void findsWhatItNames(String expression, String expected) {
        assertThat(show(ValueExpression.parse(expression).find(ROW))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
        score.deeper       ; expected a struct before .deeper, found number
        tier[0]            ; expected an array or vector before [0], found text
        list.x             ; expected a struct before .x, found array
        summary[0]         ; expected an array or vector before [0], found struct
        crooked[0]         ; expected an array or vector before [0], found struct
        score.*            ; expected a struct before .*, found number
        list.*             ; expected a struct before .*, found array
        score | mean       ; expected an array, vector or map to summarise, found number
        words | mean       ; expected numbers to summarise, found text
        summary | topK(1)  ; expected numbers as values of the map, found text
        summary | join(",") ; expected an array before join, found struct
        tier | join(",")   ; expected an array before join, found text
        """)
    void saysWhatDoesNotFitWithoutTheValue(String expression, String reason) {
        assertThat(ValueExpression.parse(expression).find(ROW)).isEqualTo(new Lookup.Mismatch(reason));
    }

    @Test
    void spreadsAStruct() {
        assertThat(ValueExpression.parse("summary.*").find(ROW)).isEqualTo(new Lookup.Found(ROW.field("summary")));
        assertThat(ValueExpression.parse("missing.*").find(ROW)).isEqualTo(new Lookup.Found(Value.NULL));
    }

    @Test
    void countsTextThatIsANumberAndSkipsTheWordsForNone() {
        StructValue row = struct("v", list(new Text("1.5"), new Text("NaN"), new Text("-Infinity"), num("0.5")));
        assertThat(show(ValueExpression.parse("v | sum").find(row))).isEqualTo("2.0");
        assertThat(show(ValueExpression.parse("v | mean").find(row))).isEqualTo("1");
    }

    @Test
    void addsNumbersOfMonstrousExponentsInNoTime() {
        StructValue row = struct("v", list(num("1e999999999"), num("1"), num("1e-999999999")));
        assertThat(ValueExpression.parse("v | mean").find(row)).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void keepsValuesImmutable() {
        List<Value> elements = new ArrayList<>(List.of(num("1")));
        ListValue value = new ListValue(elements);
        elements.clear();
        assertThat(value.elements()).hasSize(1);
    }

    private static String show(Lookup lookup) {
        return lookup instanceof Lookup.Found(Value value) ? show(value) : lookup.toString();
    }

    private static String show(Value value) {
        return switch (value) {
            case Value.Null ignored -> "null";
            case Bool bool -> Boolean.toString(bool.value());
            case Num num -> num.value().toString();
            case Text text -> text.value();
            case ListValue list ->
                "["
                        + String.join(
                                ",",
                                list.elements().stream()
                                        .map(ValueExpressionTest::show)
                                        .toList()) + "]";
            case StructValue struct -> struct.fields().toString();
        };
    }

    private static Num num(String number) {
        return new Num(new BigDecimal(number));
    }

    private static ListValue list(Value... elements) {
        return new ListValue(Arrays.asList(elements));
    }

    private static StructValue struct(Object... namesAndValues) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return new StructValue(fields);
    }
}
