package io.penstock.transform.script.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.script.protocol.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafeErrorsTest {
    private final SafeErrors errors = new SafeErrors(
            ScriptFiles.of("transform.js", "export function transform(row) {\n  return row.tier.toUpperCase();\n}\n"));

    @Test
    void wordsOfTheScriptAndOfTheEngineAreKept() {
        assertThat(errors.message("Cannot read properties of undefined (reading 'toUpperCase')"))
                .isEqualTo("Cannot read properties of undefined (reading 'toUpperCase')");
    }

    @Test
    void everyOtherWordIsHidden() {
        assertThat(errors.message("no tier for ada@example.com, born 1815")).isEqualTo("no tier for …@….…, … …");
        assertThat(errors.message("Жанна tier Žofie")).isEqualTo("… tier …");
        assertThat(errors.message("tier\u00a0gold")).isEqualTo("…");
    }

    @Test
    void aMessageOfSeveralLinesBecomesOne() {
        assertThat(errors.message("[\u001e  {\u001e    \"row\": [ \"tier\" ]\u001e  }\u001e]"))
                .isEqualTo("[ { \"row\": [ \"tier\" ] } ]");
        assertThat(errors.message("tier\u001esecond")).isEqualTo("tier …");
    }

    @Test
    void aNameOfTheLanguageOrTheScriptIsKeptAndAnyOtherIsNot() {
        assertThat(errors.account(List.of("RangeError", "", "")).name()).isEqualTo("RangeError");
        assertThat(errors.account(List.of("toUpperCase", "", "")).name()).isEqualTo("toUpperCase");
        assertThat(errors.account(List.of("ada@example.com", "", "")).name()).isEqualTo("Error");
        assertThat(errors.account(List.of("row tier", "", "")).name()).isEqualTo("Error");
    }

    @Test
    void causesFollowTheMessageWithTheirPlaces() {
        var account = errors.account(List.of(
                "Error",
                "no tier",
                "at transform (/transform.js:2:3)",
                "TypeError",
                "row is not a function",
                "at transform (/transform.js:1:8)",
                "",
                "gold",
                ""));
        assertThat(account.message())
                .isEqualTo(
                        "no tier [caused by TypeError: row is not a function (transform.js:1:8)] [caused by Error: …]");
        assertThat(account.place()).isEqualTo(new Place("transform.js", 2, 3));
    }

    @Test
    void aPlaceOutsideTheScriptIsNoPlace() {
        assertThat(place("at transform (/transform.js:2:20)")).isEqualTo(new Place("transform.js", 2, 20));
        assertThat(place("at transform (/transform.js:2079460:1)")).isEqualTo(Place.UNKNOWN);
        assertThat(place("at drive (harness.js:2:1)")).isEqualTo(Place.UNKNOWN);
        assertThat(place("at x (npm:transform.js:2:1)")).isEqualTo(Place.UNKNOWN);
        assertThat(place("at x (npm:dayjs:1:9)\n at transform (/transform.js:2:3)"))
                .isEqualTo(new Place("transform.js", 2, 3));
    }

    @Test
    void aPrintedLineShowsWhatIsHarmlessToo() {
        assertThat(errors.printed("tier gold of ada@example.com", "{\"t\":\"gold\"}"))
                .isEqualTo("tier gold of …@….…");
    }

    private Place place(String stack) {
        return errors.account(List.of("Error", "", stack)).place();
    }

    @Test
    void aLongMessageIsCut() {
        assertThat(errors.message("tier ".repeat(200))).hasSize(301).endsWith("…");
    }
}
