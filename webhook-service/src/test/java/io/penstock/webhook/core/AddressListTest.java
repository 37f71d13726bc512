package io.penstock.webhook.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AddressListTest {
    @Test
    void anEmptyListLetsEverybodyIn() {
        assertThat(new AddressList(List.of()).admits("198.51.100.7")).isTrue();
    }

    @Test
    void holdsSingleAddressesAndRangesOfBothKinds() {
        AddressList list = new AddressList(List.of("203.0.113.9", "198.51.100.0/25", "2001:db8::/33"));
        assertThat(List.of("203.0.113.9", "198.51.100.127", "2001:db8:7fff::1")).allMatch(list::admits);
        assertThat(List.of("203.0.113.8", "198.51.100.128", "2001:db8:8000::1", "name.example", ""))
                .noneMatch(list::admits);
    }

    @Test
    void namesAnEntryThatIsNone() {
        for (String wrong : List.of("10.0.0.0/33", "example.com", "10.0.0.0/8/8", "10.0.0.0/x")) {
            assertThatThrownBy(() -> new AddressList(List.of(wrong))).hasMessageContaining(wrong);
        }
    }
}
