package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import io.penstock.identity.core.Fold;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TraitsTest {
    @Property(tries = 300)
    void whatArrivesInAnyOrderAndGroupingEndsInTheSameTraits(
            @ForAll @IntRange(min = 1, max = 200) int count, @ForAll long seed) {
        Random random = new Random(seed);
        List<Carried> values = values(count, random);
        Traits inOrder = Traits.of(values);

        List<Traits> left = new ArrayList<>(
                values.stream().map(one -> Traits.of(List.of(one))).toList());
        while (left.size() > 1) {
            Traits one = left.remove(random.nextInt(left.size()));
            Traits two = left.remove(random.nextInt(left.size()));
            Traits both = one.with(two.values());
            left.add(random.nextBoolean() ? both.with(one.values()) : both);
        }

        assertThat(left.getFirst()).isEqualTo(inOrder);
    }

    /** Many identifiers, so that the limit bites; times and positions repeat, so that ties do. */
    private static List<Carried> values(int count, Random random) {
        List<Carried> values = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            values.add(new Carried(
                    random.nextInt(3) == 0 ? "b" : "a",
                    "email:" + random.nextInt(90),
                    IntNode.valueOf(random.nextInt(5)),
                    Fold.START.plusSeconds(random.nextInt(6)),
                    random.nextInt(2),
                    random.nextInt(2),
                    n,
                    "people"));
        }
        return values;
    }
}
