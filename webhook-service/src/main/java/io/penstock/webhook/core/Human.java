package io.penstock.webhook.core;

import java.util.List;
import java.util.Optional;

/** Whether a person opened or clicked, as far as the sender says. */
public final class Human {
    /** What the sender may say; each of them, when true, means a machine. */
    public static final List<String> MACHINE_FLAGS = List.of("machine", "prefetched", "proxied", "synthetic");

    private Human() {}

    /**
     * Judges the flags that came.
     *
     * @param flags values of those of {@link #MACHINE_FLAGS} that are there
     * @return false if any is true, true if all are false, empty if the sender said nothing
     */
    public static Optional<Boolean> judge(List<Boolean> flags) {
        return flags.isEmpty() ? Optional.empty() : Optional.of(flags.stream().noneMatch(flag -> flag));
    }
}
