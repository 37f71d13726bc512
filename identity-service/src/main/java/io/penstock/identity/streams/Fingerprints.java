package io.penstock.identity.streams;

import io.penstock.identity.core.IdentifierHash;
import io.penstock.identity.core.ProfileIds;
import io.penstock.schemas.IdentifierV1;
import java.util.HexFormat;
import java.util.List;

/**
 * What the log writers know the identifiers of a record under: 128 bits for each two of them as written, with workspace
 * and version of the rules; of the only one; of all together if they are more than {@value #MOST_IN_PAIRS}. All
 * replicas agree on them, because their key comes from the secret of the profile ids; without that nobody can test one
 * against a list of addresses. Belongs to one thread.
 */
final class Fingerprints {
    private static final int MOST_IN_PAIRS = 8;
    private static final int DIGITS = 16;

    private final SipHash hash;

    Fingerprints(ProfileIds ids) {
        IdentifierHash key = ids.key("fingerprints");
        hash = new SipHash(key.high(), key.low());
    }

    /** Two halves each; none if there are no identifiers. */
    long[] of(String workspace, long rulesVersion, List<IdentifierV1> identifiers) {
        int count = identifiers.size();
        if (count > MOST_IN_PAIRS) {
            return together(workspace, rulesVersion, identifiers);
        }
        long[] ones = new long[2 * count];
        for (int i = 0; i < count; i++) {
            IdentifierV1 one = identifiers.get(i);
            hash.start().add(workspace).add(rulesVersion).add(one.type()).add(one.value());
            keep(ones, 2 * i);
        }
        return count < 2 ? ones : pairs(ones);
    }

    private long[] together(String workspace, long rulesVersion, List<IdentifierV1> identifiers) {
        hash.start().add(workspace).add(rulesVersion);
        identifiers.forEach(one -> hash.add(one.type()).add(one.value()));
        long[] all = new long[2];
        keep(all, 0);
        return all;
    }

    private long[] pairs(long[] ones) {
        int count = ones.length / 2;
        long[] pairs = new long[count * (count - 1)];
        int at = 0;
        for (int i = 0; i < ones.length; i += 2) {
            for (int j = i + 2; j < ones.length; j += 2) {
                // In whichever order a record has them.
                int first = ones[i] < ones[j] ? i : j;
                int second = i + j - first;
                hash.start()
                        .add(ones[first])
                        .add(ones[first + 1])
                        .add(ones[second])
                        .add(ones[second + 1]);
                keep(pairs, at);
                at += 2;
            }
        }
        return pairs;
    }

    private void keep(long[] halves, int at) {
        long[] finished = hash.finish();
        halves[at] = finished[0];
        halves[at + 1] = finished[1];
    }

    /** 16 hexadecimal digits for each half. */
    static String text(long[] fingerprints) {
        StringBuilder text = new StringBuilder(fingerprints.length * DIGITS);
        for (long half : fingerprints) {
            text.append(HexFormat.of().toHexDigits(half));
        }
        return text.toString();
    }

    /** What {@link #text} wrote; nothing of it if it is null. */
    static long[] read(String text) {
        long[] fingerprints = new long[text == null ? 0 : text.length() / (2 * DIGITS) * 2];
        for (int i = 0; i < fingerprints.length; i++) {
            fingerprints[i] = HexFormat.fromHexDigitsToLong(text, i * DIGITS, (i + 1) * DIGITS);
        }
        return fingerprints;
    }
}
