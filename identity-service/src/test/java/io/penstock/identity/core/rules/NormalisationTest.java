package io.penstock.identity.core.rules;

import static io.penstock.identity.core.rules.Normalisation.EMAIL;
import static io.penstock.identity.core.rules.Normalisation.LOWERCASE;
import static io.penstock.identity.core.rules.Normalisation.PHONE;
import static io.penstock.identity.core.rules.Normalisation.TRIM;
import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalisationTest {
    @ParameterizedTest
    @CsvSource({
        "' Ann@Example.COM ', ann@example.com",
        "ann+news@example.com, ann+news@example.com",
        "a.nn@example.com, a.nn@example.com",
        "JÜRGEN@BÜCHER.example, jürgen@xn--bcher-kva.example",
        "ann@xn--bcher-kva.example, ann@xn--bcher-kva.example",
        "ann@straße.example, ann@strasse.example",
        "ann@例え.テスト, ann@xn--r8jz45g.xn--zckzah",
        "ann@example。com, ann@example.com",
        "o'hara@example.com, o'hara@example.com",
        "a@b.co, a@b.co",
    })
    void bringsAddressesIntoOneForm(String raw, String canonical) {
        assertThat(apply(EMAIL, raw)).isEqualTo(new Normalised.Accepted(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann",
                "@example.com",
                "ann@",
                "ann@localhost",
                "a@b@example.com",
                "ann smith@example.com",
                "ann\u00A0smith@example.com",
                "ann@exa mple.com",
                "ann@example..com",
                "ann@.com",
                "ann@com.",
                "ann@10.0.0.1",
                ".ann@example.com",
                "ann.@example.com",
                "ann..b@example.com",
                "\"ann\"@example.com",
                "ann@example.com,bob@example.com",
                "ann@-example.com",
                "ann@example-.com",
                "ann@exa_mple.com",
                "ann@[10.0.0.1]",
                "<ann@example.com>",
                "mailto:ann@example.com"
            })
    void refusesWhatIsNotAnAddress(String raw) {
        assertThat(apply(EMAIL, raw)).isEqualTo(new Normalised.Refused("not an address"));
    }

    @Test
    void refusesAddressesLongerThanMailAllows() {
        String local = "l".repeat(64);
        String label = "d".repeat(63);

        assertThat(apply(EMAIL, local + "@example.com")).isInstanceOf(Normalised.Accepted.class);
        assertThat(apply(EMAIL, local + "l@example.com")).isInstanceOf(Normalised.Refused.class);
        assertThat(apply(EMAIL, "ann@" + label + ".com")).isInstanceOf(Normalised.Accepted.class);
        assertThat(apply(EMAIL, "ann@" + label + "d.com")).isInstanceOf(Normalised.Refused.class);
        assertThat(apply(EMAIL, "ann@" + (label + ".").repeat(4) + "com")).isInstanceOf(Normalised.Refused.class);
    }

    @Test
    void dropsTheInvisibleCharactersOfAddressesAndNumbersEverywhere() {
        assertThat(apply(EMAIL, "\uFEFFan\u200Bn@exam\u00ADple.com\u200F"))
                .isEqualTo(new Normalised.Accepted("ann@example.com"));
        assertThat(apply(PHONE, "\u202A+44 20\u200B 7946 0958\u202C"))
                .isEqualTo(new Normalised.Accepted("+442079460958"));
    }

    @Test
    void dropsThemAroundOtherValuesOnly() {
        assertThat(apply(TRIM, "\uFEFF\u00A0 u\u0308-1\u200B\t")).isEqualTo(new Normalised.Accepted("\u00FC-1"));
        assertThat(apply(TRIM, "a\u200Db")).isEqualTo(new Normalised.Accepted("a\u200Db"));
    }

    @Test
    void keepsCaseUnlessToldNotTo() {
        assertThat(apply(TRIM, " AbC ")).isEqualTo(new Normalised.Accepted("AbC"));
        assertThat(apply(LOWERCASE, " AbC ")).isEqualTo(new Normalised.Accepted("abc"));
    }

    @Test
    void composesSoThatTwoSpellingsOfALetterAreOne() {
        assertThat(apply(EMAIL, "ju\u0308rgen@x.example")).isEqualTo(apply(EMAIL, "j\u00FCrgen@x.example"));
        assertThat(apply(LOWERCASE, "A\u030A")).isEqualTo(apply(LOWERCASE, "\u212B"));
    }

    @ParameterizedTest
    @CsvSource({
        "+44 20 7946-0958, +442079460958",
        "'+44 (20) 7946.0958', +442079460958",
    })
    void writtenOutNumbersNeedNoNumberingPlan(String raw, String number) {
        assertThat(apply(PHONE, raw)).isEqualTo(new Normalised.Accepted(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "020 7946 0958",
                "0044 20 7946 0958",
                "+0 20 7946 0958",
                "+44 20 7946 0958 x7",
                "+44+20",
                "+12",
                "+1234567890123456",
                "1-800-FLOWERS"
            })
    void refusesOtherNumbersWithoutOne(String raw) {
        assertThat(apply(PHONE, raw)).isEqualTo(new Normalised.Refused("not a phone number"));
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsEmptyTooLongOrNotText(Normalisation how) {
        assertThat(apply(how, "")).isEqualTo(new Normalised.Refused("empty"));
        assertThat(apply(how, "  \u200B ")).isEqualTo(new Normalised.Refused("empty"));
        assertThat(apply(how, "x".repeat(513))).isEqualTo(new Normalised.Refused("longer than 512"));
        assertThat(apply(how, "a\u0000b")).isEqualTo(new Normalised.Refused("control character"));
    }

    @Property
    void normalisingTwiceChangesNothing(@ForAll @StringLength(max = 40) String raw, @ForAll Normalisation how) {
        if (apply(how, raw) instanceof Normalised.Accepted(String once)) {
            assertThat(apply(how, once)).isEqualTo(new Normalised.Accepted(once));
            assertThat(Normalizer.isNormalized(once, Normalizer.Form.NFC)).isTrue();
        }
    }

    /** Locale is a setting of the whole process; this module runs its test classes one after the other. */
    @Test
    void isTheSameInIstanbul() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            assertThat(apply(EMAIL, "INFO@MAIL.EXAMPLE")).isEqualTo(new Normalised.Accepted("info@mail.example"));
            assertThat(apply(LOWERCASE, "I\u0130\u0131")).isEqualTo(new Normalised.Accepted("ii\u0307\u0131"));
            assertThat(Rules.defaults()
                            .screen(java.util.List.of(new Identifier("user_id", "INVALID")))
                            .usable())
                    .isEmpty();
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Normalised apply(Normalisation how, String raw) {
        return how.apply(raw, PhoneNumbers.WRITTEN_OUT, Optional.empty());
    }
}
