package io.penstock.schemas.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The name of a secret: an environment variable or a mounted file. Never the value.
 *
 * @param env name of an environment variable, or null
 * @param file path of a file whose trimmed content is the value, or null
 */
public record SecretRef(String env, String file) {
    /**
     * Reads the value now; call again to see a rotated file.
     *
     * @param environment {@code System::getenv} in production
     * @throws IllegalStateException if there is no such variable or file; the message names it
     */
    public String resolve(UnaryOperator<String> environment) {
        if (env != null) {
            String value = environment.apply(env);
            if (value == null || value.isBlank()) {
                throw new IllegalStateException("environment variable " + env + " is not set");
            }
            return value.strip();
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new IllegalStateException("secret file " + file + " cannot be read", e);
        }
    }

    /** Where the value comes from, for messages. */
    public String describe() {
        return env != null ? "environment variable " + env : "file " + file;
    }
}
