package io.penstock.control.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionSyntaxTest {
    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '\0', textBlock = """
            .a                                 § expected a name, found '.a'
            a..b                               § expected a name, found '.b'
            a.                                 § expected a name, found the end of 'a.'
            `a                                 § expected a name, found '`a'
            ``                                 § expected a name, found '``'
            a b                                § expected the end, '.', '[' or '|', found 'b'
            a[                                 § expected a position such as [0], found the end of 'a['
            a[-1]                              § expected a position such as [0], found '-1]'
            a[12345678]                        § expected a position such as [0], found '12345678]'
            a.*.b                              § expected the end behind .*, found '.b'
            a.* | count                        § expected the end behind .*, found '| count'
            a | coutn                          § expected one of count, min, max, mean, sum, nonzero, topK(n), join(", "), unixSeconds, isoTime, isoDate, found 'coutn'; did you mean 'count'?
            a |                                § expected one of count, min, max, mean, sum, nonzero, topK(n), join(", "), unixSeconds, isoTime, isoDate, found the end of 'a |'
            a | count | max                    § expected the end, found '| max'
            a | count(1)                       § expected the end, found '(1)'
            a | topK                           § expected topK(n), n from 1 to 100, found the end of 'a | topK'
            a | topK(0)                        § expected topK(n), n from 1 to 100, found '(0)'
            a | topK(101)                      § expected topK(n), n from 1 to 100, found '(101)'
            a | join(x)                        § expected join(", "), found '(x)'
            a | unixSeconds("Europe/Pragu")    § expected a time zone such as "Europe/Prague", found 'Europe/Pragu'; did you mean 'Europe/Prague'?
            a | isoDate(                       § expected a time zone such as ("Europe/Prague"), found '('
            """)
    void saysWhatWasExpectedAndWhatCame(String text, String mistake) {
        assertThat(ExpressionSyntax.mistake(text)).hasValue(mistake);
    }

    @Test
    void namesWhatCannotBeSeen() {
        assertThat(ExpressionSyntax.mistake("a\t"))
                .hasValue("expected the end, '.', '[' or '|', found white space that is no blank");
    }

    @Test
    void allOfAStructIsNotOneValue() {
        assertThat(ExpressionSyntax.mistake("summary.*")).isEmpty();
        assertThat(ExpressionSyntax.isSpread(" summary.* ")).isTrue();
        assertThat(ExpressionSyntax.isSpread("summary")).isFalse();
        assertThat(ExpressionSyntax.mistakeInOne("summary.*"))
                .hasValue("expected one value, found all of a struct (summary.*)");
        assertThat(ExpressionSyntax.mistakeInOne("summary.a")).isEmpty();
    }
}
