package io.penstock.local.stack;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one program is started and how it says that it is ready.
 *
 * @param name as shown and as the log file is called
 * @param command the whole command line
 * @param environment added to a minimal environment ({@code PATH, HOME, LANG}); secrets travel here, never in the
 *     command line
 * @param url address to show
 * @param readiness address that answers 200 once the program can do its work; null: the line {@code <name> ready} in
 *     its log
 * @param patience longest wait for readiness; generous, because a loaded machine is slow
 */
public record Program(
        String name,
        List<String> command,
        Map<String, String> environment,
        String url,
        URI readiness,
        Duration patience) {
    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The same program with further environment; of two values of one name the given one counts. */
    public Program with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Program(name, command, all, url, readiness, patience);
    }
}
