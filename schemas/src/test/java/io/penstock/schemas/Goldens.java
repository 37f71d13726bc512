package io.penstock.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The golden examples: {@code <record>.json} and {@code <record>-<case>.json}, each one value as it travels. */
final class Goldens {
    private Goldens() {}

    /** One example. */
    record Golden(String name, Class<?> type, String json) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Golden> all() {
        try (var files = Files.list(folder())) {
            return files.sorted().map(Goldens::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Golden read(Path file) {
        String name = file.getFileName().toString().replace(".json", "");
        try {
            return new Golden(
                    name, type(name.split("-", 2)[0]), Files.readString(file).stripTrailing());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> type(String name) {
        Optional<? extends Class<?>> type = Topics.all().stream()
                .<Class<?>>map(Topic::type)
                .filter(known -> known.getSimpleName().equals(name))
                .findFirst();
        return type.orElseThrow(() -> new AssertionError("no topic carries " + name));
    }

    private static Path folder() {
        try {
            return Path.of(Goldens.class
                            .getResource("/io/penstock/schemas/golden/AuditV1.json")
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
