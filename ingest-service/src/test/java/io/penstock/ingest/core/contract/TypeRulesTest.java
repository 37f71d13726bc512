package io.penstock.ingest.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeRulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decimal(10,0)|int|true",
                "decimal(9,0)|int|false",
                "decimal(19,0)|bigint|true",
                "decimal(20,2)|bigint|false",
                "decimal|tinyint|true",
                "decimal(38,18)|double|false",
                "int|decimal(5,0)|false",
                "float|smallint|true",
                "float|int|false",
                "timestamp|timestamp_ntz|false",
                "timestamp_ntz|date|false",
                "string|varchar(5)|true",
                "char(3)|string|true",
                "string|binary|false",
                "variant|struct<a:int>|true",
                "struct|struct<a:int>|true",
                "struct|string|false",
                "struct<a:int>|struct<A:int>|false",
                "array<struct<a:double>>|array<struct<a:int,b:int>>|true",
                "map<string,double>|map<date,float>|true",
                "map|map<binary,int>|false",
                "struct<a:int>|vector|false",
                "int|void|true"
            })
    void acceptsWhatItHoldsExactly(String contract, String source, boolean accepted) {
        assertThat(TypeRules.accepts(SparkTypeParser.parse(contract), SparkTypeParser.parse(source)))
                .isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int|bigint|true",
                "double|decimal(38,18)|true",
                "decimal(10,2)|double|true",
                "double|variant|true",
                "double|string|false",
                "string|variant|false",
                "struct<a:int>|struct<b:int>|false"
            })
    void onlyNumbersAreJudgedOneByOne(String contract, String source, boolean judged) {
        assertThat(TypeRules.mayHold(SparkTypeParser.parse(contract), SparkTypeParser.parse(source)))
                .isEqualTo(judged);
    }

    @ParameterizedTest
    @CsvSource({
        "int,2147483647,true",
        "int,2147483648,false",
        "int,7.0,true",
        "double,0.1,true",
        "double,0.123456789012345678,false",
        "float,1E300,false",
        "'decimal(4,2)',99.99,true",
        "'decimal(4,2)',100,false",
        "string,7,false"
    })
    void aNumberFitsIfNothingIsLost(String contract, BigDecimal value, boolean fits) {
        assertThat(TypeRules.holds(SparkTypeParser.parse(contract), new Leaf.Number(value)))
                .isEqualTo(fits);
    }
}
