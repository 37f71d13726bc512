package io.penstock.control.project;

import static io.penstock.control.project.Mistake.in;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake in identity.yaml. */
class BrokenIdentityTest {
    @ParameterizedTest
    @MethodSource("identities")
    void saysExactlyWhatIsWrongAndWhere(Mistake mistake) {
        mistake.isSaidExactly();
    }

    static Stream<Mistake> identities() {
        String limit = "expected unique, a whole number from 1 to 1000, or a map with count and per, found ";
        return Stream.of(
                type("phone: { limit: 0 }", "7:21: " + limit + "the number 0"),
                type("phone: { limit: 1001 }", "7:21: " + limit + "the number 1001"),
                type("phone: { limit: uniq }", "7:21: " + limit + "text 'uniq'"),
                type("phone: { limit: [3] }", "7:21: " + limit + "a list"),
                type("phone: { limit: 2.5 }", "7:21: " + limit + "the number 2.5"),
                type(
                        "phone: { limit: { count: 3 } }",
                        "7:14: expected the key 'per' in spec.types.phone.limit, found none"),
                type("phone: { limit: { count: 0, per: P30D } }", "7:30: expected at least 1, found the number 0"),
                type(
                        "phone: { limit: { count: 3, per: 30d } }",
                        "7:38: expected a duration in days, hours, minutes and seconds such as PT15M, P3D or PT0.1S,"
                                + " found text '30d'"),
                type(
                        "phone: { limit: { count: 3, per: PT0S } }",
                        "7:38: expected a duration longer than zero, found 'PT0S'"),
                type(
                        "phone: { limit: { count: 3, each: P1D, per: P1D } }",
                        "7:33: expected one of the keys count, per, found the unknown key 'each'"),
                type(
                        "phone: { atLimit: transfer }",
                        "7:23: expected reject or evict_oldest, as 'phone' is strong, found text 'transfer'"),
                type(
                        "device_id: { class: strong, atLimit: transfer }",
                        "7:42: expected reject or evict_oldest, as 'device_id' is strong, found text 'transfer'"),
                type(
                        "phone: { atLimit: evict }",
                        "7:23: expected one of reject, evict_oldest, transfer, found text 'evict'"),
                type(
                        "phone: { normalise: e164 }",
                        "7:25: expected one of trim, lowercase, email, phone, found text 'e164'"),
                type(
                        "phone: { region: gb }",
                        "7:22: expected a country of two capital letters such as GB, found text 'gb'"),
                type("phone: { region: UK }", "7:22: expected a country such as GB, found text 'UK'"),
                type(
                        "login: { region: GB }",
                        "7:14: expected no key 'region' with normalise: trim, as it is for phone, found one"),
                type(
                        "phone: { stripTags: [gmail.com] }",
                        "7:14: expected no key 'stripTags' with normalise: phone, as it is for email, found one"),
                type(
                        "login: { blockTestDomains: true }",
                        "7:14: expected no key 'blockTestDomains' with normalise: trim, as it is for email, found one"),
                type(
                        "mail: { normalise: email, stripTags: [GMail.com] }",
                        "7:43: expected a domain in lower case such as gmail.com, or *, found text 'GMail.com'"),
                type("login: { minLength: 0 }", "7:25: expected at least 1, found the number 0"),
                in(
                        "identity.yaml",
                        "identifiersPerProfile: 200",
                        "rejectionsPerIdentifier: 0",
                        "12:38: expected at least 1, found the number 0"),
                in(
                        "identity.yaml",
                        "  limits: {",
                        "  afterErase: forget\n  limits: {",
                        "12:15: expected one of refuse, fresh, found text 'forget'"),
                in(
                        "identity.yaml",
                        "\"/^test\\\\+/\"",
                        "\"/(?=test)/\"",
                        "10:34: expected a regular expression without look-around, back-references, flags and lazy or"
                                + " possessive repetition, found text '/(?=test)/'"),
                in(
                        "identity.yaml",
                        "email: { class: weak",
                        "email: { class: week",
                        "8:21: expected one of strong, weak, found text 'week'; did you mean 'weak'?"),
                in(
                        "identity.yaml",
                        "    email: [noreply",
                        "    mail: [noreply",
                        "10:5: expected * or an identifier type of this file (databricks_customer_id, customerio_id, email),"
                                + " found 'mail'; did you mean 'email'?"),
                in(
                        "identity.yaml",
                        "\"/^test\\\\+/\"",
                        "\"/^test(/\"",
                        "10:34: expected a regular expression between the slashes, found a mistake: Unclosed group at"
                                + " character 7"),
                in(
                        "identity.yaml",
                        "customerio_id: { class: strong }",
                        "customerio_id: { class: strong }\n    Phone: {}",
                        "8:5: expected an identifier type of lower-case letters, digits and underscores,"
                                + " found the key 'Phone'"));
    }

    /** One entry under {@code types}, where the file's seventh line is. */
    private static Mistake type(String entry, String... errors) {
        return in("identity.yaml", "    customerio_id:", "    " + entry + "\n    customerio_id:", errors);
    }
}
