package io.penstock.identity.streams;

import io.penstock.identity.core.RulesInForce;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Stored rules, parsed once: every look-up needs them and they rarely change. Thread-safe. */
public final class ParsedRules {
    private record Parsed(byte[] stored, RulesInForce rules) {}

    private final ConcurrentMap<String, Parsed> byWorkspace = new ConcurrentHashMap<>();

    RulesInForce of(String workspace, byte[] stored) {
        Parsed known = byWorkspace.get(workspace);
        if (known == null || !Arrays.equals(known.stored(), stored)) {
            known = new Parsed(stored, StateIdentityStore.readRules(stored));
            byWorkspace.put(workspace, known);
        }
        return known.rules();
    }
}
