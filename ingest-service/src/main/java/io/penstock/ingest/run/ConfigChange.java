package io.penstock.ingest.run;

import java.util.Optional;
import java.util.Set;

/**
 * What a pipeline's version in force means for a checkpoint that was made under another one.
 *
 * @param newVersion whether the version is another one at all; it then answers whatever stopped the last one
 * @param lost why the checkpoint's position does not say any more what was read, for a person; or empty
 * @param rekeyed whether rows have other keys than before
 * @param reshaped whether rows have another shape, so that all of them have to be read again
 * @param repoliced whether rows that were refused might be treated otherwise now
 * @param redefined contract columns that have to be looked for by name again
 */
record ConfigChange(
        boolean newVersion,
        Optional<String> lost,
        boolean rekeyed,
        boolean reshaped,
        boolean repoliced,
        Set<String> redefined) {
    /** The checkpoint was made under the version in force, or there is none. */
    static final ConfigChange NONE = new ConfigChange(false, Optional.empty(), false, false, false, Set.of());

    ConfigChange {
        redefined = Set.copyOf(redefined);
    }
}
