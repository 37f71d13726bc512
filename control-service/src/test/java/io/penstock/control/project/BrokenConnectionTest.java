package io.penstock.control.project;

import static io.penstock.control.project.Mistake.CUSTOMERIO;
import static io.penstock.control.project.Mistake.DATABRICKS;
import static io.penstock.control.project.Mistake.in;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake in a connection. */
class BrokenConnectionTest {
    @ParameterizedTest
    @MethodSource("connections")
    void saysExactlyWhatIsWrongAndWhere(Mistake mistake) {
        mistake.isSaidExactly();
    }

    static Stream<Mistake> connections() {
        return Stream.of(
                in(
                        CUSTOMERIO,
                        "rate: 80",
                        "merges: { policy: hld }",
                        "8:23: expected one of send, hold, never, found text 'hld'; did you mean 'hold'?"),
                in(
                        CUSTOMERIO,
                        "rate: 80",
                        "merges: { hold: P1D }",
                        "8:15: expected policy: hold beside hold, found no policy"),
                in(
                        CUSTOMERIO,
                        "rate: 80",
                        "merges: { policy: send, hold: P1D }",
                        "8:29: expected policy: hold beside hold, found send"),
                in(
                        CUSTOMERIO,
                        "rate: 80",
                        "merges: { policy: hold, hold: PT0S }",
                        "8:35: expected a duration longer than zero, found 'PT0S'"),
                in(
                        CUSTOMERIO,
                        "rate: 80",
                        "erase: forget",
                        "8:12: expected one of delete, suppress, keep, found text 'forget'"),
                in(
                        DATABRICKS,
                        "type: databricks",
                        "type: databrick",
                        "5:9: expected one of databricks, customerio, found text 'databrick'; did you mean 'databricks'?"),
                in(
                        DATABRICKS,
                        "type: databricks",
                        "type: customerio",
                        "4:1: expected the key 'customerio' in spec, found none",
                        "6:3: expected no key 'databricks' with type customerio, found one"),
                in(
                        DATABRICKS,
                        "httpPath:",
                        "httppath:",
                        "8:5: expected one of the keys host, port, tls, httpPath, token, clientId, clientSecret,"
                                + " found the unknown key 'httppath'; did you mean 'httpPath'?"),
                in(
                        DATABRICKS,
                        "host: ",
                        "host: https://",
                        "7:11: expected a host name without scheme, port or path,"
                                + " found text 'https://dbc-a1b2345c-d6e7.cloud.example.com'"),
                in(
                        DATABRICKS,
                        "    host",
                        "    port: 99999\n    host",
                        "7:11: expected at most 65535, found the number 99999"),
                in(
                        DATABRICKS,
                        "    host",
                        "    tls: false\n    host",
                        "7:10: expected tls: true for a host that is not on loopback, found false"),
                in(
                        DATABRICKS,
                        "{ env: DATABRICKS_TOKEN }",
                        "dapi0123456789",
                        "9:12: expected the name of a secret, { env: NAME } or { file: /path }, never the value itself,"
                                + " found a value that is not shown"),
                in(
                        DATABRICKS,
                        "env: DATABRICKS_TOKEN",
                        "env: dapi0123456789",
                        "9:19: expected the name of an environment variable in capitals such as DATABRICKS_TOKEN,"
                                + " never the value itself, found a value that is not shown"),
                in(
                        DATABRICKS,
                        "    token: { env: DATABRICKS_TOKEN }\n",
                        "    clientId: { env: CLIENT_ID }\n",
                        "6:3: expected token, or clientId and clientSecret, found clientId alone"),
                in(
                        DATABRICKS,
                        "    token: { env: DATABRICKS_TOKEN }\n",
                        "",
                        "6:3: expected token, or clientId and clientSecret, found neither"),
                in(
                        CUSTOMERIO,
                        "file: /run/secrets",
                        "file: run/secrets",
                        "10:21: expected the absolute path of a mounted file, never the value itself,"
                                + " found a value that is not shown"),
                in(
                        CUSTOMERIO,
                        "siteId: { env: CUSTOMERIO_SITE_ID }",
                        "siteId: { env: A, file: /b }",
                        "9:13: expected the name of a secret, { env: NAME } or { file: /path }, never the value itself,"
                                + " found a map"),
                in(
                        CUSTOMERIO,
                        "    region: eu",
                        "    trackUrl: http://track.example.com\n    region: eu",
                        "7:15: expected an address that starts with https://, or with http:// on loopback,"
                                + " found text 'http://track.example.com'"),
                in(
                        CUSTOMERIO,
                        "    rate: 80",
                        "    readBack: { appKey: { env: CUSTOMERIO_APP_KEY }, rate: 11 }\n    rate: 80",
                        "8:60: expected at most 10, found the number 11"),
                in(
                        CUSTOMERIO,
                        "region: eu",
                        "region: ue",
                        "7:13: expected one of us, eu, found text 'ue'; did you mean 'eu'?"),
                in(
                        CUSTOMERIO,
                        "    apiKey: { file: /run/secrets/customerio-api-key }\n",
                        "",
                        "6:3: expected the key 'apiKey' in spec.customerio, found none"),
                in(
                        CUSTOMERIO,
                        "    region: eu",
                        "    wire: pipelines\n    region: eu",
                        "6:3: expected the key 'writeKey' in spec.customerio, found none"),
                in(
                        CUSTOMERIO,
                        "    region: eu",
                        "    wire: pipeline\n    region: eu",
                        "7:11: expected one of track, pipelines, found text 'pipeline'; did you mean 'pipelines'?"),
                in(
                        CUSTOMERIO,
                        "    siteId: { env: CUSTOMERIO_SITE_ID }\n",
                        "    wire: pipelines\n    writeKey: { env: W }\n    anonymousEvents: v2\n",
                        "11:5: expected wire: track beside anonymousEvents, found wire: pipelines",
                        "12:5: expected siteId and apiKey, or neither, found apiKey alone"),
                in(
                        CUSTOMERIO,
                        "    region: eu",
                        "    anonymousEvents: v3\n    region: eu",
                        "7:22: expected one of v1, v2, found text 'v3'; did you mean 'v1'?"),
                in(CUSTOMERIO, "rate: 80", "rate: 80/s", "8:11: expected a whole number, found text '80/s'"));
    }
}
