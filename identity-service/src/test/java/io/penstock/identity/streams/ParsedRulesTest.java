package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.RulesInForce;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ParsedRulesTest {
    private final ParsedRules rules = new ParsedRules();

    @Test
    void parsesOnceWhatIsStoredTheSameAndAnewWhatIsNot() {
        RulesInForce first = rules.of("acme", stored(1));

        assertThat(rules.of("acme", stored(1))).isSameAs(first);
        assertThat(rules.of("acme", stored(2)).version()).isEqualTo(2);
        assertThat(rules.of("other", stored(1)).version()).isEqualTo(1);
    }

    private static byte[] stored(int version) {
        String json = """
                {"version": %d, "spec": {"types": {"email": {}}}}""";
        return json.formatted(version).getBytes(StandardCharsets.UTF_8);
    }
}
