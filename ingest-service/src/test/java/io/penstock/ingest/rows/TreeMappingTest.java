package io.penstock.ingest.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.ingest.core.type.Mapped.Note;
import io.penstock.ingest.core.type.SparkTypeParser;
import io.penstock.schemas.Json;
import org.junit.jupiter.api.Test;

/** The mapping table's lines on values with parts. */
class TreeMappingTest {
    private final TreeMapping mapping = new TreeMapping();

    @Test
    void aStructIsPlainJsonAndItsLeavesAreMapped() {
        assertThat(map("struct<d:decimal(38,18),t:timestamp,n:double>", """
                {"d":1.230000000000000000,"t":"2026-01-01T00:00:00.000000Z","n":"NaN"}""")).hasToString("""
                {"d":1.23,"t":"2026-01-01T00:00:00Z","n":null}""");
        assertThat(mapping.notes()).containsExactly(Note.NOT_FINITE);
    }

    @Test
    void anArrayKeepsItsNullsAndOrder() {
        assertThat(map("array<bigint>", "[3,null,9007199254740993]")).hasToString("[3,null,\"9007199254740993\"]");
    }

    @Test
    void aMapIsAnObject() {
        assertThat(map("map<int,date>", "{\"1\":\"2026-03-15\"}")).hasToString("{\"1\":\"2026-03-15\"}");
    }

    @Test
    void numbersThatAreNotFiniteBecomeNullAtEveryLevel() {
        assertThat(map("array<double>", "[\"NaN\",1.0]")).hasToString("[null,1.0]");
        assertThat(map("map<string,float>", "{\"k\":\"Infinity\"}")).hasToString("{\"k\":null}");
        assertThat(map("struct<x:array<struct<y:double>>>", "{\"x\":[{\"y\":\"-Infinity\"}]}"))
                .hasToString("{\"x\":[{\"y\":null}]}");
        assertThat(mapping.notes()).containsExactly(Note.NOT_FINITE);
    }

    @Test
    void keysThatAreNotTextAreWrittenAsText() {
        assertThat(map("map<date,int>", "{\"20454\":1}")).hasToString("{\"2026-01-01\":1}");
        assertThat(map("map<timestamp,array<date>>", "{\"1767225600000000\":[\"2026-03-15\"]}"))
                .hasToString("{\"2026-01-01T00:00:00Z\":[\"2026-03-15\"]}");
        assertThat(map("map<decimal(10,2),int>", "{\"1.50\":1}")).hasToString("{\"1.50\":1}");
    }

    @Test
    void aMapWhoseKeysAreBytesIsNullBecauseTheEngineNamesThemAnewAtEachRead() {
        assertThat(map("map<binary,int>", "{\"[B@493c4bc1\":2}").isNull()).isTrue();
        assertThat(mapping.notes()).containsExactly(Note.KEYS_WITHOUT_TEXT);
    }

    @Test
    void nullsInsideStayAndEmptyContainersStayEmpty() {
        assertThat(map("struct<x:int,y:void,r:array<int>,m:map<string,void>>", """
                {"x":null,"y":null,"r":[null,1],"m":{"k":null}}"""))
                .hasToString("""
                {"x":null,"y":null,"r":[null,1],"m":{"k":null}}""");
        assertThat(map("array<void>", "[]")).hasToString("[]");
        assertThat(map("map<void,void>", "{}")).hasToString("{}");
        assertThat(mapping.notes()).isEmpty();
    }

    @Test
    void anArrayOfStructsIsMappedFieldByField() {
        assertThat(map("array<struct<id:bigint,d:decimal(38,18)>>", """
                [{"id":9007199254740993,"d":0.123456789012345678},null]""")).hasToString("""
                [{"id":"9007199254740993","d":"0.123456789012345678"},null]""");
        assertThat(mapping.notes()).containsExactly(Note.BIG_INTEGER_AS_TEXT, Note.DECIMAL_AS_TEXT);
    }

    @Test
    void aVariantIsPlainJsonWithExactNumbersAndUntouchedText() {
        assertThat(map("variant", "{\"a\":1.1,\"id\":9007199254740993,\"s\":\"NaN\",\"l\":[true,null]}"))
                .hasToString("{\"a\":1.1,\"id\":\"9007199254740993\",\"s\":\"NaN\",\"l\":[true,null]}");
    }

    @Test
    void aDenseVectorKeepsItsForm() {
        assertThat(map("vector", "{\"type\":1,\"size\":null,\"indices\":null,\"values\":[0.25,0.75]}"))
                .hasToString("{\"type\":1,\"size\":null,\"indices\":null,\"values\":[0.25,0.75]}");
    }

    @Test
    void aSparseVectorKeepsItsFormAndItsNaNBecomesNull() {
        assertThat(map("vector", "{\"type\":0,\"size\":4,\"indices\":[1,3],\"values\":[2.0,\"NaN\"]}"))
                .hasToString("{\"type\":0,\"size\":4,\"indices\":[1,3],\"values\":[2.0,null]}");
    }

    @Test
    void fieldsTheDescriptionLeftOutPassLikeAVariant() {
        assertThat(map("struct<a:int,... 1 more fields>", "{\"a\":1,\"b\":\"x\"}"))
                .hasToString("{\"a\":1,\"b\":\"x\"}");
    }

    @Test
    void aValueOfAnotherFormIsUnreadable() {
        assertThat(map("array<int>", "{\"a\":1}").isNull()).isTrue();
        assertThat(mapping.notes()).containsExactly(Note.UNREADABLE);
    }

    private JsonNode map(String type, String json) {
        try {
            return mapping.map(SparkTypeParser.parse(type), Json.wire().readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
