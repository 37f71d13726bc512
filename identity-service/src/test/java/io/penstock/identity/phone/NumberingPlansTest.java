package io.penstock.identity.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.rules.PhoneNumbers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberingPlansTest {
    private static final PhoneNumbers PHONES = new NumberingPlans();

    @ParameterizedTest
    @CsvSource({
        "+33612345678, , +33612345678",
        "+33 6 12 34 56 78, , +33612345678",
        "+33 (0)6 12-34.56/78, , +33612345678",
        "＋３３６１２３４５６７８, , +33612345678",
        "0612345678, FR, +33612345678",
        "0033612345678, FR, +33612345678",
        "00 1 212 555 0100, FR, +12125550100",
        "011 33 612345678, US, +33612345678",
        "٠٦١٢٣٤٥٦٧٨, FR, +33612345678",
        "+44 20 7946 0958, FR, +442079460958",
        "(212) 555-0100, US, +12125550100",
        "+39 06 1234 5678, , +390612345678",
    })
    void readsNumbersIntoOneForm(String text, String region, String number) {
        assertThat(PHONES.e164(text, Optional.ofNullable(region))).contains(number);
    }

    @ParameterizedTest
    @CsvSource({
        "0612345678, , national without a region",
        "0033612345678, , dialled without a region",
        "33612345678, , without a plus",
        "1-800-FLOWERS, US, vanity",
        "+1 212 555 0100 ext. 7, US, extension in words",
        "+1 212 555 0100;7, US, two numbers or an extension",
        "+1 212 555 0100 # 7, US, extension",
        "tel:+33612345678, FR, an address and not a number",
        "call 0612345678, FR, a sentence",
        "12, FR, too short",
        "555 0100, US, without its area",
        "+33 6 12 34 56 78 9, , too long for its country",
        "+999 12345678, , no such country",
        "0612345678, QQ, no such region",
        "'', FR, nothing",
        "+, FR, a plus",
        "++--++, FR, signs",
    })
    void refusesWhatIsNoWholeNumber(String text, String region, String why) {
        assertThat(PHONES.e164(text, Optional.ofNullable(region))).as(why).isEmpty();
    }

    /** One national number per country: any row that reads differently makes this another normalisation. */
    @Test
    void readsEveryCountryAsItDidWhenPhoneWasDefined() throws IOException {
        List<String> differences = new ArrayList<>();
        int rows = 0;
        for (String[] row : rows()) {
            rows++;
            Optional<String> national = PHONES.e164(row[1], Optional.of(row[0]));
            Optional<String> international = PHONES.e164(row[2], Optional.empty());
            if (!national.equals(Optional.of(row[2])) || !international.equals(Optional.of(row[2]))) {
                differences.add(String.join(" ", row) + ": " + national + " " + international);
            }
        }

        assertThat(differences).isEmpty();
        assertThat(rows).isGreaterThan(400);
    }

    @Property(tries = 2000)
    void readingTwiceChangesNothing(@ForAll("texts") String text, @ForAll("regions") String region) {
        PHONES.e164(text, Optional.of(region)).ifPresent(number -> {
            assertThat(PHONES.e164(number, Optional.of(region))).contains(number);
            assertThat(PHONES.e164(number, Optional.empty())).contains(number);
            assertThat(PhoneNumbers.WRITTEN_OUT.e164(number, Optional.empty()))
                    .as("what needs no plan")
                    .contains(number);
        });
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> digits =
                Arbitraries.strings().withChars("0123456789 -").ofMinLength(5).ofMaxLength(16);
        return digits.flatMap(rest -> Arbitraries.of("", "+", "00", "+1", "+44", "+49", "+52 1", "+54 9", "+39")
                .map(start -> start + rest));
    }

    @Provide
    Arbitrary<String> regions() {
        return Arbitraries.of("GB", "US", "DE", "IT", "AR", "MX", "BR", "CZ", "JP", "RU");
    }

    private static List<String[]> rows() throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(
                NumberingPlansTest.class.getResourceAsStream("phone-v1.csv"), StandardCharsets.UTF_8))) {
            return reader.lines().map(line -> line.split(",")).toList();
        }
    }
}
