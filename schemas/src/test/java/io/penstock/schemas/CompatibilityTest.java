package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {
    private static final String RELEASED = """
            {"type": "object", "required": ["id"], "properties": {
              "id": {"type": "string", "description": "old words"},
              "at": {"type": "string", "format": "date-time"},
              "kind": {"type": "string", "enum": ["A", "B"]},
              "list": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}}},
              "map": {"type": "object", "additionalProperties": {"type": "string"}}}}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "at": {"type"    | "when": {"type"     | Record.at was released and is gone: removed or renamed
            "n": {           | "m": {              | Record.list[].n was released and is gone: removed or renamed
            "integer"        | "string"            | Record.list[].n was released with type integer and now has string
            , "format": "date-time" | ``           | Record.at was released with format date-time and now has none
            ["A", "B"]       | ["A"]               | Record.kind was released with the value B, which is gone
            , "enum": ["A", "B"] | ``              | Record.kind was released with a list of values and now has none
            "old words"      | "x", "enum": ["1"]  | Record.id was released open and now allows only [1]
            ["id"]           | ["id", "at"]        | Record.at is now required: records written before do not have it
            "required": ["id"], | ``               | Record.id was released as always there and now may be absent
            {"type": "string"}} | {"type": "integer"}} | Record.map{} was released with type string and now has integer
            """)
    void namesRecordAndFieldOfABreach(String released, String current, String sentence) {
        assertThat(breaches(released, current)).containsExactly(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "at": {"type"    | "more": {"type": "integer"}, "at": {"type"
            {"n":            | {"o": {"type": "string"}, "n":
            ["A", "B"]       | ["C", "A", "B"]
            "old words"      | "new words"
            """)
    void letsOptionalFieldsAndEnumValuesAndWordsBeAdded(String released, String current) {
        assertThat(breaches(released, current)).isEmpty();
    }

    @Test
    void namesANewFieldThatIsRequiredAtOnce() {
        JsonNode current = json(RELEASED.replace("[\"id\"]", "[\"id\",\"new\"]")
                .replace("\"at\": {", "\"new\": {\"type\": \"string\"}, \"at\": {"));

        assertThat(Compatibility.breaches("Record", json(RELEASED), current))
                .containsExactly("Record.new is now required: records written before do not have it");
    }

    private static List<String> breaches(String released, String current) {
        assertThat(RELEASED).contains(released);
        return Compatibility.breaches("Record", json(RELEASED), json(RELEASED.replace(released, current)));
    }

    private static JsonNode json(String text) {
        try {
            return Json.config().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
