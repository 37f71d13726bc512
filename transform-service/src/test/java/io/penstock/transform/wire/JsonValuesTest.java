package io.penstock.transform.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonValuesTest {
    @Test
    void givesBackWhatItTookDigitByDigit() throws IOException {
        String json = """
            {"big":9007199254740993,"money":0.10,"tiny":1E-7,"huge":1E+400,"zero":0,"minus":-3,"text":"é\\"",\
            "yes":true,"nothing":null,"list":[1,null,{"deep":[2.50]}],"struct":{}}""";
        assertThat(Json.wire().writeValueAsString(JsonValues.object(JsonValues.struct((ObjectNode)
                        Json.wire().readTree(json)))))
                .isEqualTo(json);
    }

    @Test
    void readsADoubleThatWasPutIntoATreeByHandAsItReads() {
        ObjectNode object = Json.wire().createObjectNode().put("score", 0.1);
        assertThat(JsonValues.object(JsonValues.struct(object)).toString()).isEqualTo("{\"score\":0.1}");
    }
}
