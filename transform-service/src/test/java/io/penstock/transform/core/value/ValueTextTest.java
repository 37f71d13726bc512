package io.penstock.transform.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.core.value.Value.ListValue;
import io.penstock.transform.core.value.Value.StructValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1.5",
                "0.000001",
                "-0.0000001",
                "1E+2147483647",
                "-12.3E-2147483600",
                "123456789012345678901234567890.10"
            })
    void aNumberFitsExactlyIfItsTextDoes(String number) {
        fitsExactly(new Value.Num(new BigDecimal(number)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "é", "\uD83D\uDE00", "\u0001\u0002\n\t\"\\"})
    void aTextFitsExactlyIfItsJsonDoes(String text) {
        fitsExactly(new Value.Text(text));
    }

    @Test
    void aStructFitsExactlyIfItsJsonDoes() {
        SequencedMap<String, Value> inner = new LinkedHashMap<>();
        inner.put("\u0003", Value.NULL);
        inner.put("b", new Value.Bool(false));
        inner.put("list", new ListValue(List.of(new Value.Text("\u0004"), Value.Num.of(-7), StructValue.EMPTY)));
        fitsExactly(new StructValue(inner));
        fitsExactly(new ListValue(List.of()));
    }

    private static void fitsExactly(Value value) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        fields.put("x", value);
        StructValue struct = new StructValue(fields);
        int bytes = ValueText.json(struct).getBytes(StandardCharsets.UTF_8).length;
        for (int most = 0; most < 10 * bytes + 100; most++) {
            assertThat(ValueText.fits(struct, most)).isEqualTo(bytes <= most);
        }
        int own = ValueText.bytes(value);
        for (int most = 0; most < 10 * own + 100; most++) {
            assertThat(ValueText.fits(value, most)).isEqualTo(own <= most);
        }
    }
}
