package io.penstock.transform.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionErrorTest {
    private static final String SUMMARIES =
            "one of count, min, max, mean, sum, nonzero, topK(n), join(\"…\"), unixSeconds, isoTime, isoDate";

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
        ~~                    ; 1  ; a name ; the end
        .a                    ; 1  ; a name ; '.'
        a.                    ; 3  ; a name ; the end
        a..b                  ; 3  ; a name ; '.'
        a b                   ; 3  ; the end, '.', '[' or '|' ; 'b'
        a + b                 ; 3  ; the end, '.', '[' or '|' ; '+'
        a[x]                  ; 3  ; a whole number ; 'x'
        a[-1]                 ; 3  ; a whole number ; '-'
        a[1                   ; 4  ; ']' ; the end
        a[12345678]           ; 3  ; a number of at most 7 digits ; 8 digits
        a.*.b                 ; 4  ; the end, '.', '[' or '|' ; '.'
        a.* | mean            ; 5  ; the end, '.', '[' or '|' ; '|'
        `a                    ; 3  ; '`' ; the end
        a | topK              ; 9  ; '(' ; the end
        a | topK(0)           ; 10 ; a number from 1 to 100 ; 0
        a | topK(101)         ; 10 ; a number from 1 to 100 ; 101
        a | join(x)           ; 10 ; a quoted text ; 'x'
        a | join("x           ; 12 ; '"' ; the end
        a | mean | max        ; 10 ; the end, '.', '[' or '|' ; '|'
        """)
    void namesPositionExpectedAndFound(String text, int position, String expected, String found) {
        ExpressionError error = parse(text);
        assertThat(error.position()).isEqualTo(position);
        assertThat(error)
                .hasMessage("'" + text + "', position " + position + ": expected " + expected + ", found " + found);
    }

    @Test
    void listsTheSummaries() {
        assertThat(parse("features | avg"))
                .hasMessage("'features | avg', position 12: expected " + SUMMARIES + ", found 'avg'");
        assertThat(parse("features |"))
                .hasMessage("'features |', position 11: expected " + SUMMARIES + ", found the end");
    }

    private static ExpressionError parse(String text) {
        return catchThrowableOfType(ExpressionError.class, () -> ValueExpression.parse(text));
    }
}
