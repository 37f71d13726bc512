package io.penstock.schemas.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainJsonTest {
    private static final int LONGEST = 40;

    @Test
    void aTextEndsWithItsQuoteHoweverLongItIsAndWhateverFollows() {
        for (int length = 0; length < LONGEST; length++) {
            String text = "ab~ }é".repeat(LONGEST).substring(0, length);
            for (String behind : new String[] {"", ",", ",\"another\":\"one\\n\"", "\"\"\"\"\"\"\"\"\"\""}) {
                PlainJson in = new PlainJson(bytes("\"" + text + "\"" + behind));
                assertThat(in.text()).isEqualTo(text);
                assertThat(in.position()).isEqualTo(bytes(text).length + 2);
            }
        }
    }

    @Test
    void whatIsEscapedOrAControlCharacterIsNotPlainWhereverItStands() {
        for (int at = 0; at < LONGEST; at++) {
            for (String other : new String[] {"\\", "\u0000", "\n", "\u001f"}) {
                String text = "x".repeat(at) + other + "x".repeat(LONGEST - at);
                assertThatThrownBy(() -> new PlainJson(bytes("\"" + text + "\"")).skipText())
                        .isInstanceOf(NotPlain.class);
            }
        }
    }

    @Test
    void aTextWithoutEndIsNotPlain() {
        for (int length = 0; length < LONGEST; length++) {
            byte[] open = bytes("\"" + "x".repeat(length));
            assertThatThrownBy(() -> new PlainJson(open).skipText()).isInstanceOf(NotPlain.class);
        }
    }

    @Test
    void wordsAreWhatIsWrittenHoweverAlikeTheyAre() {
        Words words = new Words();
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String text = "pipeline".substring(random.nextInt(8))
                    + random.nextInt(30)
                    + "-of-customers".substring(random.nextInt(13));
            assertThat(new PlainJson(bytes("\"" + text + "\"")).text(words)).isEqualTo(text);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
