package io.penstock.identity.core.rules;

import java.util.Locale;
import java.util.Set;

/**
 * Texts to be found whatever their case, by a look-up that makes no copy of what is ASCII: nearly every value of every
 * record is looked up, and nearly none is there. Immutable.
 */
final class CaseBlindSet {
    private final Set<String> all;
    private final String[] table;
    private int longest;

    /** @param texts in lower case */
    CaseBlindSet(Set<String> texts) {
        all = Set.copyOf(texts);
        table = new String[Integer.highestOneBit(Math.max(8, texts.size())) * 4];
        for (String text : texts) {
            int slot = hash(text);
            if (slot >= 0) {
                while (table[slot] != null) {
                    slot = (slot + 1) & (table.length - 1);
                }
                table[slot] = text;
            }
            longest = Math.max(longest, text.length());
        }
    }

    boolean contains(String text) {
        if (text.length() > longest) { // lower case is never shorter
            return false;
        }
        int slot = hash(text);
        if (slot < 0) {
            return all.contains(text.toLowerCase(Locale.ROOT));
        }
        while (table[slot] != null) {
            if (table[slot].equalsIgnoreCase(text)) {
                return true;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        return false;
    }

    /** A slot for the text in lower case; negative if the text is not all ASCII. */
    private int hash(String text) {
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 127) {
                return -1;
            }
            hash = 31 * hash + (c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
        return (hash ^ (hash >>> 15)) & (table.length - 1);
    }
}
