package io.penstock.transform.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressTest {
    private static final Identifier MAIL = new Identifier("email", "ada@example.com");
    private static final Identifier ID = new Identifier("customerio_id", "usr_8472");

    @Test
    void takesTheFirstTypeThatIsKnown() {
        assertThat(Address.choose(List.of("customerio_id", "email"), Map.of(), List.of(MAIL, ID)))
                .contains(ID);
        assertThat(Address.choose(List.of("customerio_id", "email"), Map.of(), List.of(MAIL)))
                .contains(MAIL);
    }

    @Test
    void prefersThePrimaryValueOfAType() {
        assertThat(Address.choose(List.of("email"), Map.of("email", "first@example.com"), List.of(MAIL)))
                .contains(new Identifier("email", "first@example.com"));
    }

    @Test
    void prefersAStrongerTypeToAPrimaryValueOfAWeakerOne() {
        assertThat(Address.choose(List.of("customerio_id", "email"), Map.of("email", "x@example.com"), List.of(ID)))
                .contains(ID);
    }

    @Test
    void findsNothingWhenNoTypeIsKnown() {
        assertThat(Address.choose(List.of("phone"), Map.of("email", "x@example.com"), List.of(ID)))
                .isEmpty();
    }
}
