package io.penstock.ingest.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowHashTest {
    /** The change filter remembers hashes: another one for the same row would send every row of every table again. */
    @Test
    void theHashOfARowStaysWhatItWas() {
        ObjectNode row = row(
                "{\"id\":\"c-1\",\"score\":0.10,\"big\":9007199254740993,\"hundred\":100,\"zero\":0.00,\"minus\":-120,"
                        + "\"none\":null,\"yes\":true,\"list\":[1,null,\"x\",{\"b\":1,\"a\":[]}],"
                        + "\"text\":\"quote \\\" back \\\\ line \\n tab \\t bell \\u0007 é ščř 😀 \\u2028\",\"exp\":1.5e300}");

        assertThat(RowHash.of(row, null)).isEqualTo("7549a5fc7aad8f114508176f90f4bfaad76f9d0022146d51a6936beace6a7e2f");
        assertThat(RowHash.of(row, "score"))
                .isEqualTo("0653a612691a570b67cb7040af2b24f9e19cf84e25f89d3acc9bec03668553fa");
    }

    @Test
    void orderNullsAndWritingOfNumbersDoNotCount() {
        assertThat(RowHash.of(row("{\"a\":1,\"b\":{\"x\":2.50,\"y\":null},\"c\":null}"), null))
                .isEqualTo(RowHash.of(row("{\"b\":{\"x\":2.5},\"a\":1.0}"), null));
        assertThat(RowHash.of(row("{\"a\":100}"), null)).isEqualTo(RowHash.of(row("{\"a\":1e2}"), null));
    }

    @ParameterizedTest
    @CsvSource({
        "1.5,1.50",
        "0,0.000",
        "0,-0.0",
        "1.50E-11,1.5E-11",
        "0.00000000015,1.5e-10",
        "1e2,100.0",
        "-120,-1.2e2",
        "0.8414709848078965,0.84147098480789650"
    })
    void numbersOfOneValueAreOneHoweverTheyAreWritten(String one, String other) {
        assertThat(RowHash.of(row("{\"a\":" + one + "}"), null))
                .isEqualTo(RowHash.of(row("{\"a\":" + other + "}"), null));
    }

    @Test
    void aNullInAListCounts() {
        assertThat(RowHash.of(row("{\"a\":[1,null]}"), null)).isNotEqualTo(RowHash.of(row("{\"a\":[1]}"), null));
    }

    private static ObjectNode row(String json) {
        try {
            return (ObjectNode) Json.wire().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
