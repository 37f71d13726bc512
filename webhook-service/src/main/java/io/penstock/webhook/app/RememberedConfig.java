package io.penstock.webhook.app;

import com.fasterxml.jackson.core.type.TypeReference;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.kafka.ConfigFollower;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * The configuration as the broker has it, and the last one seen, from a file, until the broker has been read: a process
 * that starts while the broker is away can tell a webhook from a forgery. Secrets are in the file by name only.
 * Look-ups are thread-safe.
 */
final class RememberedConfig {
    private static final Logger LOG = Logger.getLogger(RememberedConfig.class);
    private static final Set<ConfigV1.Kind> KINDS =
            EnumSet.of(ConfigV1.Kind.PROJECT, ConfigV1.Kind.CONNECTION, ConfigV1.Kind.PIPELINE);

    private final ConfigFollower follower;
    private final Path file;
    private final List<ConfigV1> remembered;
    private List<String> written = List.of();

    /** @param file need not be there; its folder is created when something is kept */
    RememberedConfig(ConfigFollower follower, Path file) {
        this.follower = follower;
        this.file = file;
        this.remembered = read(file);
    }

    /** Whether look-ups say anything: the broker has been read, or an earlier process left its configuration. */
    boolean isKnown() {
        return follower.isCaughtUp() || !remembered.isEmpty();
    }

    /** The newest version of everything of one kind, by name. */
    Map<String, ConfigV1> latest(ConfigV1.Kind kind) {
        if (follower.isCaughtUp()) {
            return follower.latest(kind);
        }
        Map<String, ConfigV1> found = new TreeMap<>();
        remembered.stream().filter(config -> config.kind() == kind).forEach(config -> found.put(config.name(), config));
        return found;
    }

    /** The newest version of one thing. */
    Optional<ConfigV1> latest(ConfigV1.Kind kind, String name) {
        return Optional.ofNullable(latest(kind).get(name));
    }

    /** Writes down what is in force if that changed since the last call. For one thread. */
    void keep() {
        if (!follower.isCaughtUp()) {
            return;
        }
        List<ConfigV1> now = new ArrayList<>();
        KINDS.forEach(kind -> now.addAll(follower.latest(kind).values()));
        List<String> versions = now.stream()
                .map(config -> config.key() + "@" + config.version())
                .toList();
        if (now.isEmpty() || versions.equals(written)) {
            return;
        }
        try {
            write(Json.wire().writeValueAsBytes(now));
            written = versions;
        } catch (IOException e) {
            LOG.warnf("configuration not written down, reason=%s", e.getClass().getSimpleName());
        }
    }

    private void write(byte[] json) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, json);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<ConfigV1> read(Path file) {
        try {
            return Json.wire().readValue(Files.readAllBytes(file), new TypeReference<List<ConfigV1>>() {});
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOG.warnf(
                    "remembered configuration not readable, reason=%s",
                    e.getClass().getSimpleName());
            return List.of();
        }
    }
}
