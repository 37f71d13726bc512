package io.penstock.identity.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is remembered of an entry of the log lasts as long as somebody rests on it. */
class EvidenceDroppedTest {
    private Fold fold;
    private Set<Long> remembered;
    private long entries;

    @Property(tries = 200)
    void nothingIsRememberedThatNobodyRestsOn(@ForAll Random random) {
        RandomOrders story = begin(random);
        tell(fold.configure(1, story.rules()));
        for (int i = 0; i < 60; i++) {
            tell(random.nextInt(5) == 0 ? fold.order(story.order()) : fold.see(story.identifiers(4)));
        }

        assertThat(grounds()).containsAll(remembered);
    }

    @Property(tries = 100)
    void nobodyRestsOnWhatIsForgottenBeforeAnythingComesApart(@ForAll Random random) {
        RandomOrders story = begin(random);
        tell(fold.configure(1, story.rules()));
        Set<Long> dropped = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            List<Output> outputs = fold.see(story.identifiers(4));
            if (outputs.stream().anyMatch(Output.SplitOff.class::isInstance)) {
                break;
            }
            outputs.forEach(output -> {
                if (output instanceof Output.EvidenceDropped(Set<Long> offsets)) {
                    dropped.addAll(offsets);
                }
            });
        }

        assertThat(dropped).doesNotContainAnyElementsOf(grounds());
    }

    private RandomOrders begin(Random random) {
        fold = new Fold();
        remembered = new HashSet<>();
        entries = 0;
        return new RandomOrders(random);
    }

    private void tell(List<Output> outputs) {
        long at = entries++;
        for (Output output : outputs) {
            switch (output) {
                case Output.Event event when event.change().isPresent() -> remembered.add(at);
                case Output.Identifiers _ -> remembered.add(at);
                case Output.EvidenceDropped(Set<Long> offsets) -> remembered.removeAll(offsets);
                default -> {}
            }
        }
    }

    private Set<Long> grounds() {
        Set<Long> grounds = new HashSet<>();
        fold.profiles()
                .forEach(profile -> profile.identifiers().forEach(known -> {
                    grounds.add(known.since());
                    known.evidence().forEach(one -> grounds.add(one.logOffset()));
                }));
        return grounds;
    }
}
