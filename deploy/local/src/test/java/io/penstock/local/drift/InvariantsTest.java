package io.penstock.local.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class InvariantsTest {
    @Test
    void numbersAreTheSameBySize() {
        assertThat(Values.same(number("0.50"), number("0.5"))).isTrue();
        assertThat(Values.same(LongNode.valueOf(5), number("5.0"))).isTrue();
    }

    @Test
    void aNumberIsNotItsTextUnlessItIsTooLargeToTravelAsOne() {
        assertThat(Values.same(number("0.5"), TextNode.valueOf("0.5"))).isFalse();
        assertThat(Values.same(LongNode.valueOf(5), TextNode.valueOf("5"))).isFalse();
        assertThat(Values.same(LongNode.valueOf(9007199254740993L), TextNode.valueOf("9007199254740993")))
                .isTrue();
    }

    private static JsonNode number(String text) {
        return DecimalNode.valueOf(new BigDecimal(text));
    }
}
