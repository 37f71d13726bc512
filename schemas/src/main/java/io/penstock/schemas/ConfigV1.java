package io.penstock.schemas;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One configured thing as it stands on the {@code config} topic, whole.
 *
 * @param kind Project, Connection, Identity or Pipeline
 * @param version rises by one with every change of the content; a rollback is old content under a new version
 * @param spec the file's {@code spec}, as in the YAML
 * @param script text of the pipeline's script, or null
 * @param hash SHA-256 over spec and script, lower-case hex
 * @param author who applied it, or {@code local}
 */
public record ConfigV1(
        String workspace,
        Kind kind,
        String name,
        long version,
        ObjectNode spec,
        String script,
        String hash,
        String author,
        Instant at) {
    /** Kinds of files in a project. */
    public enum Kind {
        PROJECT,
        CONNECTION,
        IDENTITY,
        PIPELINE
    }

    /** Key on the topic: {@code pipeline/upgrade-likelihood}. */
    public String key() {
        return key(kind, name);
    }

    /** Key on the topic of a kind and name. */
    public static String key(Kind kind, String name) {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + "/" + name;
    }
}
