package io.penstock.databricks.sandbox.oauth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues tokens in the form of a JWT (the driver refuses others) and recognises its own. The key is drawn at start, so
 * tokens end with the process. Safe for many threads.
 */
public final class TokenIssuer {
    static final Duration LIFETIME = Duration.ofHours(1);
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER =
            encoded("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8));
    private static final Pattern EXPIRY = Pattern.compile("\"exp\":(\\d+)");
    private static final Pattern SUBJECT = Pattern.compile("\"sub\":\"([^\"]+)\"");

    private final String issuer;
    private final Clock clock;
    private volatile SecretKeySpec key;

    /** @param issuer address of the issuer; its host must be the one the driver connects to */
    public TokenIssuer(String issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
        this.key = newKey();
    }

    private static SecretKeySpec newKey() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return new SecretKeySpec(secret, "HmacSHA256");
    }

    /** Makes every token issued so far worthless. */
    public void expireAll() {
        key = newKey();
    }

    String issuer() {
        return issuer;
    }

    /** A new token, good for an hour. The client id must need no escaping in JSON. */
    String issue(String clientId) {
        long now = clock.instant().getEpochSecond();
        String claims = "{\"iss\":\"" + issuer + "\",\"sub\":\"" + clientId + "\",\"client_id\":\"" + clientId
                + "\",\"scope\":\"all-apis\",\"iat\":" + now + ",\"exp\":" + (now + LIFETIME.toSeconds()) + "}";
        String signed = HEADER + "." + encoded(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + encoded(signature(signed));
    }

    /** Whose token it is, if it is one of ours and still good. */
    public Optional<String> client(String token) {
        int dot = token.lastIndexOf('.');
        if (!token.startsWith(HEADER + ".") || dot <= HEADER.length()) {
            return Optional.empty();
        }
        String signed = token.substring(0, dot);
        byte[] expected = encoded(signature(signed)).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, token.substring(dot + 1).getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        String claims = new String(
                Base64.getUrlDecoder().decode(signed.substring(HEADER.length() + 1)), StandardCharsets.UTF_8);
        Matcher expiry = EXPIRY.matcher(claims);
        Matcher subject = SUBJECT.matcher(claims);
        return expiry.find()
                        && subject.find()
                        && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(expiry.group(1))))
                ? Optional.of(subject.group(1))
                : Optional.empty();
    }

    private byte[] signature(String text) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }
}
