package io.penstock.customerio.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What a second listener needs to speak TLS.
 *
 * @param port 0 for any free one
 * @param certificate in PEM, for clients that are to trust it
 */
public record Tls(int port, SSLContext context, String certificate) {

    private static final String ALIAS = "customerio-sandbox";
    private static final String PASSWORD = "customerio-sandbox";

    /** With the key of a PKCS #12 file. */
    public static Tls of(int port, Path keyStore, String password) throws IOException {
        try (InputStream file = Files.newInputStream(keyStore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, password.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return new Tls(port, context, pem(keys.getCertificate(keys.aliases().nextElement())));
        } catch (GeneralSecurityException broken) {
            throw new IOException("The key store " + keyStore + " cannot be used: " + broken.getMessage(), broken);
        }
    }

    /**
     * With a key and a certificate of its own for {@code localhost} and {@code 127.0.0.1}, made by the JDK's keytool in
     * that directory; made once, so that a restart keeps the certificate that clients trust.
     */
    public static Tls selfSigned(int port, Path directory) throws IOException {
        Path keyStore = directory.resolve("tls.p12");
        if (!Files.exists(keyStore)) {
            Files.createDirectories(directory);
            generate(keyStore);
        }
        return of(port, keyStore, PASSWORD);
    }

    private static void generate(Path keyStore) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "3650",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD);
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("The JDK's keytool made no key; give one with --tls-keystore.");
            }
        } catch (InterruptedException stop) {
            keytool.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Tls";
    }
}
