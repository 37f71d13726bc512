package io.penstock.identity.streams;

import io.penstock.identity.core.IdentifierHash;
import io.penstock.identity.core.rules.Identifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the resolver's stores: the workspace first, every text behind its length, so that no two keys read the same
 * whatever the texts contain.
 */
final class StoreKeys {
    private StoreKeys() {}

    static Bytes identifier(String workspace, Identifier identifier) {
        return texts(workspace, identifier.type(), identifier.value());
    }

    static Bytes hash(String workspace, IdentifierHash hash) {
        return numbers(workspace, hash.high(), hash.low());
    }

    static Bytes id(String workspace, String profileId) {
        long[] bits = CompactIds.bits(profileId);
        return bits == null ? text(workspace, profileId) : numbers(workspace, bits);
    }

    static Bytes text(String workspace, String text) {
        return texts(workspace, text);
    }

    static Bytes sequence(String workspace, long sequence) {
        return numbers(workspace, sequence);
    }

    private static Bytes numbers(String workspace, long... numbers) {
        byte[] name = workspace.getBytes(StandardCharsets.UTF_8);
        ByteBuffer key = ByteBuffer.allocate(2 + name.length + Long.BYTES * numbers.length)
                .putShort((short) name.length)
                .put(name);
        for (long number : numbers) {
            key.putLong(number);
        }
        return Bytes.wrap(key.array());
    }

    private static Bytes texts(String... texts) {
        byte[][] encoded = new byte[texts.length][];
        int size = 0;
        for (int i = 0; i < texts.length; i++) {
            encoded[i] = texts[i].getBytes(StandardCharsets.UTF_8);
            size += 2 + encoded[i].length;
        }
        ByteBuffer key = ByteBuffer.allocate(size);
        for (byte[] text : encoded) {
            key.putShort((short) text.length).put(text);
        }
        return Bytes.wrap(key.array());
    }
}
