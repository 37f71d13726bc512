package io.penstock.transform.script.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.script.protocol.Place;
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
    void onlyTheFirstLineOfAMessageIsLookedAt() {
        assertThat(errors.message("tier\u001esecond")).isEqualTo("tier");
    }

    @Test
    void aNameOfTheLanguageIsKeptAndAnyOtherIsNot() {
        assertThat(errors.account("RangeError", "", "").name()).isEqualTo("RangeError");
        assertThat(errors.account("ada@example.com", "", "").name()).isEqualTo("Error");
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
        return errors.account("Error", "", stack).place();
    }

    @Test
    void aLongMessageIsCut() {
        assertThat(errors.message("tier ".repeat(200))).hasSize(201).endsWith("…");
    }
}
