package io.penstock.databricks.sandbox.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
    private static final Parameter ONE = new Parameter("INT", Optional.of("1"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT '?', @",
                "SELECT '\\'?', @",
                "SELECT '''?', @",
                "SELECT \"?\", @",
                "SELECT `?`, @",
                "SELECT r'\\', @",
                "SELECT 1 -- ?\n, @",
                "SELECT /* ? /* ? */ ? */ @",
                "SELECT 4 / 2 - @ -- ?",
            })
    void replacesOnlyWhatIsAParameter(String sql) {
        assertThat(Placeholders.bind(sql.replace("@", "?"), List.of(ONE))).isEqualTo(sql.replace("@", "1"));
    }

    @Test
    void writesValuesAsLiteralsOfTheirType() {
        List<Parameter> values = List.of(
                new Parameter("STRING", Optional.of("a'b\\c")),
                new Parameter("INT", Optional.of("-1")),
                new Parameter("DECIMAL(10,2)", Optional.of("1.50")),
                new Parameter("VOID", Optional.empty()),
                new Parameter("DATE", Optional.empty()));
        assertThat(Placeholders.bind("?,?,?,?,?", values))
                .isEqualTo("'a\\'b\\\\c',CAST('-1' AS INT),CAST('1.50' AS DECIMAL(10,2)),NULL,CAST(NULL AS DATE)");
    }

    @Test
    void leavesAStatementWithoutValuesAsItIs() {
        assertThat(Placeholders.bind("SELECT ?", List.of())).isEqualTo("SELECT ?");
    }

    @Test
    void wantsAsManyValuesAsThereAreParameters() {
        assertThatThrownBy(() -> Placeholders.bind("SELECT ?, ?", List.of(ONE)))
                .isInstanceOf(UnboundParameterException.class);
        assertThatThrownBy(() -> Placeholders.bind("SELECT ?", List.of(ONE, ONE)))
                .isInstanceOf(UnboundParameterException.class);
    }

    @Test
    void refusesATypeThatIsMoreThanAType() {
        assertThatThrownBy(() -> new Parameter("INT) OR (1", Optional.of("1")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
