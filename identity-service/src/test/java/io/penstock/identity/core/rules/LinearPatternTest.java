package io.penstock.identity.core.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {
    /** Both engines read these alike, so the JDK's is the oracle. */
    @Property(tries = 2000)
    void findsWhatTheJdkFinds(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        boolean expected = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
                .matcher(text)
                .find();

        assertThat(LinearPattern.compile(pattern).find(text)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> patterns() {
        Arbitrary<String> atom =
                Arbitraries.of("a", "b", "c", ".", "[ab]", "[^a]", "\\d", "[a-c0-5]", "\\.", "(?:ab|c)");
        Arbitrary<String> repeated = atom.flatMap(
                one -> Arbitraries.of("", "*", "+", "?", "{2}", "{1,3}", "{2,}").map(times -> one + times));
        Arbitrary<String> sequence = repeated.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("", parts));
        Arbitrary<String> choice = sequence.list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("|", parts));
        return choice.flatMap(inner -> Arbitraries.of("", "^")
                .flatMap(start -> Arbitraries.of("", "$").map(end -> start + "(" + inner + ")" + end)));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abcABC019.").ofMaxLength(12);
    }

    @Test
    void takesLinearTimeWhereBacktrackingNeverEnds() {
        String hard = "a".repeat(500) + "!";

        assertThat(LinearPattern.compile("^(a+)+$").find(hard)).isFalse();
        assertThat(LinearPattern.compile("^(a|a)*(a|a)*(a|a)*$").find(hard)).isFalse();
    }

    @Test
    void countsCodePointsNotHalves() {
        assertThat(LinearPattern.compile("^.$").find("\uD83D\uDE00")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a",
                "a)",
                "[a",
                "*a",
                "a**",
                "\\",
                "\\b",
                "(?=a)",
                "(?i)a",
                "a{3,1}",
                "a{999}",
                "[z-a]",
                "((a{200}){200}){200}"
            })
    void refusesWhatItCannotReadInLinearTime(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> LinearPattern.compile(pattern));
    }

    @Test
    void emptyRepetitionsEnd() {
        String nested = "(".repeat(20) + "(?:)" + "{200})".repeat(20);

        assertThat(LinearPattern.compile(nested).find("a")).isTrue();
    }
}
