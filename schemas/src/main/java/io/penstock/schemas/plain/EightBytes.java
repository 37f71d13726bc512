package io.penstock.schemas.plain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at one time: most of what is done with a call is walking over its text. */
final class EightBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;

    private EightBytes() {}

    /**
     * A place at or before the first byte that is a quote, a backslash, a control character or not ASCII: everything
     * before it is none of these. It is before that byte only within eight bytes of the end.
     */
    static int plainUntil(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end) {
            long special = special(at(bytes, at));
            if (special != 0) {
                return at + Long.numberOfTrailingZeros(special) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        return at;
    }

    /** The highest bit of the first such byte is set, and none below it. */
    private static long special(long eight) {
        long control = (eight - SPACES) & ~eight;
        return (eight | control | zero(eight ^ QUOTES) | zero(eight ^ BACKSLASHES)) & HIGHEST;
    }

    /** Has the highest bit of the first byte that is zero, and none below it. */
    private static long zero(long eight) {
        return (eight - ONES) & ~eight;
    }

    /** Tells texts apart, nearly surely, if their lengths or their ends differ; at least eight bytes. */
    static int ends(byte[] bytes, int from, int to) {
        long mixed =
                at(bytes, from) * 0x9E3779B97F4A7C15L ^ at(bytes, to - Long.BYTES) * 0xC2B2AE3D27D4EB4FL ^ (to - from);
        return Long.hashCode(mixed * 0x9E3779B97F4A7C15L);
    }

    private static long at(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }
}
