package io.penstock.schemas.kafka;

import net.jpountz.lz4.LZ4Factory;

/**
 * Compression in native code. Kafka's lz4 library uses its native part by itself only where the system class loader
 * loaded it, which is not so in a Quarkus application; its Java part takes a tenth of the CPU time of a service that
 * mostly moves records.
 */
public final class Lz4 {
    private static final System.Logger LOG = System.getLogger(Lz4.class.getName());

    private Lz4() {}

    /** Loads the native part for the whole process; to be called before the first client. Safe to repeat. */
    public static void useNative() {
        try {
            LZ4Factory.nativeInstance();
        } catch (LinkageError | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "lz4 runs in Java, there is no native library for this machine: {0}",
                    e.getMessage());
        }
    }
}
