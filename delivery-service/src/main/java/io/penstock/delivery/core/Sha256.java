package io.penstock.delivery.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that ids and looked-for texts are made of. */
public final class Sha256 {
    private Sha256() {}

    /** A new one, for one thread; 32 bytes. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
