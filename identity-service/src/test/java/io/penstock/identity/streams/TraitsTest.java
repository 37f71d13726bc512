package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.identity.core.Fold;
import io.penstock.schemas.ProfileV1;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TraitsTest {
    private static final Traits NONE = new Traits(JsonNodeFactory.instance.objectNode(), Map.of());

    @Property(tries = 300)
    void whatArrivesInAnyOrderAndGroupingEndsInTheSameTraits(
            @ForAll @IntRange(min = 1, max = 25) int count, @ForAll long seed) {
        Random random = new Random(seed);
        List<Traits> pieces = pieces(count, random);
        Traits inOrder = pieces.stream().reduce(NONE, Traits::with);

        List<Traits> left = new ArrayList<>(pieces);
        while (left.size() > 1) {
            Traits one = left.remove(random.nextInt(left.size()));
            Traits two = left.remove(random.nextInt(left.size()));
            left.add(random.nextBoolean() ? one.with(two).with(one) : one.with(two));
        }

        assertThat(left.getFirst().values()).isEqualTo(inOrder.values());
        assertThat(left.getFirst().meta()).isEqualTo(inOrder.meta());
    }

    /** As from a log: every piece has its own offset; as-of times repeat. */
    private static List<Traits> pieces(int count, Random random) {
        List<Traits> pieces = new ArrayList<>();
        for (int offset = 0; offset < count; offset++) {
            ObjectNode values = JsonNodeFactory.instance.objectNode();
            Map<String, ProfileV1.TraitMeta> meta = new HashMap<>();
            var stamp = new ProfileV1.TraitMeta(Fold.START.plusSeconds(random.nextInt(4)), offset, "people", "a:b");
            for (String name : List.of("a", "b", "c")) {
                if (random.nextBoolean()) {
                    values.put(name, random.nextInt(5));
                    meta.put(name, stamp);
                }
            }
            pieces.add(new Traits(values, meta));
        }
        return pieces;
    }
}
