package io.penstock.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One configured thing as it stands on the {@code config} topic, whole.
 *
 * @param kind Project, Connection, Identity or Pipeline
 * @param version rises by one with every change of the content; a rollback is old content under a new version
 * @param spec the file's {@code spec}, as in the YAML
 * @param script text of the pipeline's script, or null
 * @param modules files that the script imports: path from the pipeline's folder to text; empty if there are none
 * @param hash SHA-256 over spec, script and modules, lower-case hex
 * @param author who applied it, or {@code local}
 */
public record ConfigV1(
        String workspace,
        Kind kind,
        String name,
        long version,
        ObjectNode spec,
        String script,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> modules,
        String hash,
        String author,
        Instant at) {
    public ConfigV1 {
        modules = modules == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(modules));
    }

    /** Of a thing whose script, if it has one, imports no other file. */
    public ConfigV1(
            String workspace,
            Kind kind,
            String name,
            long version,
            ObjectNode spec,
            String script,
            String hash,
            String author,
            Instant at) {
        this(workspace, kind, name, version, spec, script, Map.of(), hash, author, at);
    }

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
