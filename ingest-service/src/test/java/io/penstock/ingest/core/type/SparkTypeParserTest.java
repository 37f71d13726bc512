package io.penstock.ingest.core.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.type.SparkType.Kind;
import io.penstock.ingest.core.type.SparkType.Simple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkTypeParserTest {
    @ParameterizedTest
    @CsvSource({
        "boolean,BOOLEAN",
        "tinyint,TINYINT",
        "smallint,SMALLINT",
        "int,INT",
        "INTEGER,INT",
        "bigint,BIGINT",
        "long,BIGINT",
        "float,FLOAT",
        "double,DOUBLE",
        "string,STRING",
        "varchar(20),STRING",
        "char(3),STRING",
        "string collate UTF8_LCASE,STRING",
        "binary,BINARY",
        "date,DATE",
        "timestamp,TIMESTAMP",
        "timestamp_ntz,TIMESTAMP_NTZ",
        "variant,VARIANT",
        "vector,VECTOR",
        "void,VOID",
        "interval day to second,OTHER",
        "geometry(4326),OTHER"
    })
    void readsTypesWithoutParts(String text, Kind kind) {
        assertThat(SparkTypeParser.parse(text)).isEqualTo(new Simple(kind));
    }

    @Test
    void readsDecimals() {
        assertThat(SparkTypeParser.parse("decimal(38,18)")).isEqualTo(new SparkType.Decimal(38, 18));
        assertThat(SparkTypeParser.parse("decimal")).isEqualTo(new SparkType.Decimal(-1, -1));
    }

    @Test
    void readsNestedTypesToAnyDepth() {
        SparkType type = SparkTypeParser.parse(
                "struct<low:double,parts:array<struct<k:string,v:decimal(10,2)>>,m:map<string,array<int>>>");

        assertThat(type).isInstanceOf(SparkType.Struct.class);
        SparkType.Struct struct = (SparkType.Struct) type;
        assertThat(struct.fields().keySet()).containsExactly("low", "parts", "m");
        assertThat(struct.fields().get("parts"))
                .isEqualTo(new SparkType.Array(SparkTypeParser.parse("struct<k:string,v:decimal(10,2)>")));
        assertThat(struct.fields().get("m"))
                .isEqualTo(
                        new SparkType.Dictionary(new Simple(Kind.STRING), new SparkType.Array(new Simple(Kind.INT))));
        assertThat(struct.open()).isFalse();
    }

    @Test
    void readsQuotedFieldNames() {
        SparkType.Struct struct = (SparkType.Struct) SparkTypeParser.parse("struct<`a,b:c`:int,Plain:string>");

        assertThat(struct.fields().keySet()).containsExactly("a,b:c", "Plain");
    }

    @Test
    void knowsThatAStructWasCutShort() {
        String text = "struct<a:int,b:string,... 3 more fields>";

        assertThat(SparkTypeParser.isCutShort(text)).isTrue();
        SparkType.Struct struct = (SparkType.Struct) SparkTypeParser.parse(text);
        assertThat(struct.fields().keySet()).containsExactly("a", "b");
        assertThat(struct.open()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int",
                "decimal(10,2)",
                "array<struct<a:int,b:map<string,timestamp_ntz>>>",
                "struct<>",
                "vector",
                "variant"
            })
    void typesAreWrittenAsTheEngineSpellsThem(String text) {
        assertThat(SparkTypeParser.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "map<int>",
                "struct<>",
                "array<",
                "struct<a>",
                "whatever<int>",
                "decimal(x)",
                "decimal(1",
                "decimal(10,)"
            })
    void neverFails(String text) {
        assertThat(SparkTypeParser.parse(text)).isNotNull();
    }
}
