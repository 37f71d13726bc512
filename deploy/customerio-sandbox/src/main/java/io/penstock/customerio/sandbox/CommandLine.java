package io.penstock.customerio.sandbox;

import io.penstock.customerio.sandbox.http.RateLimits;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Identifiers;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.ReusedEmail;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Staleness;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Unknown;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettingsBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The program's options: {@code --name value} pairs. What is wrong is an {@link IllegalArgumentException} of one
 * sentence.
 */
final class CommandLine {

    static final String HELP = """
            customerio-sandbox: a stand-in for one Customer.io workspace on 127.0.0.1

              --port N                      required; 0 takes any free port
              --site-id X --api-key Y       Basic credentials of the Track API, required
              --app-key Z                   Bearer key of the App API, required
              --write-key W                 key of the Pipelines API (the API key)
              --region us|eu                what the region endpoint tells (us)
              --webhook-url U --webhook-key K   where reporting webhooks go, and their signing key
              --webhook-hour-ms N           how long the vendor's hour of back-off lasts here (2000)
              --state-dir DIR               keep the state here over restarts
              --apply-delay-ms N            time from acceptance to visibility (200)
              --tls-port N                  speak TLS there too, with a certificate made at the start
              --tls-keystore FILE --tls-password P   a PKCS #12 file instead
              --redirect-to URL --redirect-status 307   play the wrong region: send the Track API there

            Requests a second, 0 for any number
              --track-rate N (1000)   --pipelines-rate N (1000)   --app-rate N (10)
              --over-rate refuse|drop-silently   429 with and without Retry-After, or a 200 that is a lie (refuse)

            Workspace settings
              --identifiers email-or-id|id-only|email-only   (email-or-id)
              --phone-identifier, --allow-email-update-by-id, --auto-merge, --anonymous-merge   true|false
              --object-types 1,2            types that exist (1)
              --segments 1,2                manual segments that exist (1)
              --campaign-window-hours N     age of an event that may trigger a campaign (72)

            Switches for points that the vendor leaves open
              --reused-email update-owner|fail        --staleness per-attribute|per-profile
              --unknown-person create|drop            --unknown-object create|drop
              --apply-rest-on-conflict true|false     --empty-string-removes true|false
              --convert-timestamp true|false          --dedup-days N""";

    private final SandboxBuilder sandbox =
            CustomerIoSandbox.builder().applyDelay(Duration.ofMillis(200)).port(-1);
    private final WorkspaceSettingsBuilder workspace = WorkspaceSettings.builder();
    private RateLimits limits = RateLimits.documented();
    private String apiKey = "";
    private String writeKey = "";
    private String keyStore = "";
    private String keyStorePassword = "";
    private String redirectTo = "";
    private int redirectStatus = 307;
    private String webhookUrl = "";
    private String webhookKey = "";

    private CommandLine() {}

    /** The builder that the arguments describe, or nothing when they ask for help. */
    static Optional<SandboxBuilder> read(String[] arguments) {
        if (Arrays.asList(arguments).contains("--help")) {
            return Optional.empty();
        }
        CommandLine line = new CommandLine();
        Set<String> given = new HashSet<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("The option " + arguments[i] + " needs a value.");
            }
            line.take(arguments[i], arguments[i + 1]);
            given.add(arguments[i]);
        }
        for (String required : new String[] {"--port", "--site-id", "--api-key", "--app-key"}) {
            if (!given.contains(required)) {
                throw new IllegalArgumentException("The option " + required + " is required; --help lists all.");
            }
        }
        return Optional.of(line.builder());
    }

    private SandboxBuilder builder() {
        if (webhookUrl.isEmpty() != webhookKey.isEmpty()) {
            throw new IllegalArgumentException("The options --webhook-url and --webhook-key go together.");
        }
        if (!webhookUrl.isEmpty()) {
            sandbox.webhook(URI.create(webhookUrl), webhookKey);
        }
        if (!keyStore.isEmpty()) {
            sandbox.tlsKeyStore(Path.of(keyStore), keyStorePassword);
        }
        if (!redirectTo.isEmpty()) {
            sandbox.redirect(URI.create(redirectTo), redirectStatus);
        }
        return sandbox.apiKey(apiKey)
                .writeKey(writeKey.isEmpty() ? apiKey : writeKey)
                .limits(limits)
                .workspace(workspace.build());
    }

    private void take(String option, String value) {
        switch (option) {
            case "--port" -> sandbox.port((int) number(option, value, 65_535));
            case "--site-id" -> sandbox.siteId(value);
            case "--api-key" -> apiKey = value;
            case "--write-key" -> writeKey = value;
            case "--tls-port" -> sandbox.tlsPort((int) number(option, value, 65_535));
            case "--tls-keystore" -> keyStore = value;
            case "--tls-password" -> keyStorePassword = value;
            case "--redirect-to" -> redirectTo = value;
            case "--redirect-status" -> redirectStatus = (int) number(option, value, 308);
            case "--app-key" -> sandbox.appKey(value);
            case "--region" -> sandbox.region(value);
            case "--webhook-url" -> webhookUrl = value;
            case "--webhook-key" -> webhookKey = value;
            case "--webhook-hour-ms" -> sandbox.webhookHour(Duration.ofMillis(number(option, value, 3_600_000)));
            case "--state-dir" -> sandbox.stateDir(Path.of(value));
            case "--apply-delay-ms" -> sandbox.applyDelay(Duration.ofMillis(number(option, value, 3_600_000)));
            case "--track-rate", "--pipelines-rate", "--app-rate", "--over-rate" -> takeRate(option, value);
            default -> takeSetting(option, value);
        }
    }

    private void takeRate(String option, String value) {
        RateLimits now = limits;
        limits = switch (option) {
            case "--track-rate" -> new RateLimits(rate(option, value), now.pipelines(), now.app(), now.over());
            case "--pipelines-rate" -> new RateLimits(now.track(), rate(option, value), now.app(), now.over());
            case "--app-rate" -> new RateLimits(now.track(), now.pipelines(), rate(option, value), now.over());
            default ->
                new RateLimits(now.track(), now.pipelines(), now.app(), word(option, value, RateLimits.Over.class));
        };
    }

    private static int rate(String option, String value) {
        return (int) number(option, value, 1_000_000);
    }

    private void takeSetting(String option, String value) {
        switch (option) {
            case "--identifiers" -> workspace.identifiers(word(option, value, Identifiers.class));
            case "--phone-identifier" -> workspace.phoneIdentifier(truth(option, value));
            case "--allow-email-update-by-id" -> workspace.allowEmailUpdateById(truth(option, value));
            case "--auto-merge" -> workspace.autoMerge(truth(option, value));
            case "--anonymous-merge" -> workspace.anonymousMerge(truth(option, value));
            case "--object-types" -> workspace.objectTypes(Set.of(value.split(",")));
            case "--segments" -> workspace.segments(Set.of(value.split(",")));
            case "--convert-timestamp" -> workspace.convertTimestamp(truth(option, value));
            case "--campaign-window-hours" ->
                workspace.campaignWindow(Duration.ofHours(number(option, value, 1_000_000)));
            case "--reused-email" -> workspace.reusedEmail(word(option, value, ReusedEmail.class));
            case "--staleness" -> workspace.staleness(word(option, value, Staleness.class));
            case "--unknown-person" -> workspace.unknownPerson(word(option, value, Unknown.class));
            case "--unknown-object" -> workspace.unknownObject(word(option, value, Unknown.class));
            case "--apply-rest-on-conflict" -> workspace.applyRestOnConflict(truth(option, value));
            case "--empty-string-removes" -> workspace.emptyStringRemoves(truth(option, value));
            case "--dedup-days" -> workspace.dedupWindow(Duration.ofDays(number(option, value, 36_500)));
            default -> throw new IllegalArgumentException("The option " + option + " is unknown; --help lists all.");
        }
    }

    private static long number(String option, String value, long most) {
        if (!value.matches("\\d{1,9}") || Long.parseLong(value) > most) {
            throw new IllegalArgumentException(
                    "The option " + option + " takes a whole number from 0 to " + most + ", not \"" + value + "\".");
        }
        return Long.parseLong(value);
    }

    private static boolean truth(String option, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("The option " + option + " takes true or false, not \"" + value + "\".");
        }
        return value.equals("true");
    }

    private static <E extends Enum<E>> E word(String option, String value, Class<E> words) {
        return Arrays.stream(words.getEnumConstants())
                .filter(each ->
                        each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The option " + option + " does not take \"" + value + "\"; --help lists what it takes."));
    }
}
