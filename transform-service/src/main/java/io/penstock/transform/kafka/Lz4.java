package io.penstock.transform.kafka;

import net.jpountz.lz4.LZ4Factory;
import org.jboss.logging.Logger;

/**
 * Compression in native code. Kafka's lz4 library uses its native part by itself only where the system class loader
 * loaded it, which is not so in a Quarkus application; its Java part takes about a twelfth of this service's CPU time.
 */
public final class Lz4 {
    private static final Logger LOG = Logger.getLogger(Lz4.class);

    private Lz4() {}

    /** Loads the native part for the whole process; to be called before the first client. Safe to repeat. */
    public static void useNative() {
        try {
            LZ4Factory.nativeInstance();
        } catch (LinkageError | RuntimeException e) {
            LOG.infof("lz4 runs in Java, there is no native library for this machine: %s", e.getMessage());
        }
    }
}
