package io.penstock.customerio.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** The keys of the workspace. Keys do not cross surfaces (reference 1). */
public record Credentials(String siteId, String apiKey, String appKey, String writeKey) {

    /** Basic credentials of the Track API, in either base64 alphabet: the vendor's Go client uses the URL-safe one. */
    boolean allowTrack(String authorization) {
        return basic(siteId + ":" + apiKey, authorization);
    }

    /** The write key of the Pipelines API stands in place of the user, without a password. */
    boolean allowPipelines(String authorization) {
        return basic(writeKey + ":", authorization);
    }

    private static boolean basic(String credentials, String authorization) {
        byte[] pair = credentials.getBytes(StandardCharsets.UTF_8);
        String plain = "Basic " + Base64.getEncoder().encodeToString(pair);
        String urlSafe = "Basic " + Base64.getUrlEncoder().encodeToString(pair);
        return equal(plain, authorization) | equal(urlSafe, authorization);
    }

    boolean allowApp(String authorization) {
        return equal("Bearer " + appKey, authorization);
    }

    private static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "Credentials";
    }
}
