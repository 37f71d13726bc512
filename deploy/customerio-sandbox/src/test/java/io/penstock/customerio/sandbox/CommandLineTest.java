package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.customerio.sandbox.http.RateLimits;
import io.penstock.customerio.sandbox.http.Redirect;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private static final String NEEDED = "--port 0 --site-id aa --api-key bb --app-key cc ";

    private static SandboxBuilder read(String line) {
        return CommandLine.read(line.trim().split(" ")).orElseThrow();
    }

    @Test
    void hasTheDefaultsOfTheHelp() {
        SandboxBuilder sandbox = read(NEEDED);

        assertThat(sandbox.applyDelay()).isEqualTo(Duration.ofMillis(200));
        assertThat(sandbox.webhookHour()).isEqualTo(Duration.ofSeconds(2));
        assertThat(sandbox.stateDir()).isEmpty();
        assertThat(sandbox.webhookTarget()).isEmpty();
        assertThat(sandbox.region()).isEqualTo("us");
        assertThat(sandbox.workspace()).isEqualTo(WorkspaceSettings.documented());
        assertThat(sandbox.limits()).isEqualTo(RateLimits.documented());
        assertThat(sandbox.writeKey()).isEqualTo(sandbox.apiKey());
        assertThat(sandbox.redirect()).isEmpty();
    }

    @Test
    void readsEveryOption() {
        SandboxBuilder sandbox = read(NEEDED
                + "--region eu --webhook-url http://127.0.0.1:9/hook --webhook-key k --webhook-hour-ms 5 --state-dir s"
                + " --apply-delay-ms 0 --identifiers id-only --phone-identifier true --allow-email-update-by-id true"
                + " --auto-merge false --anonymous-merge false --object-types 1,2 --campaign-window-hours 9"
                + " --reused-email fail --staleness per-profile --unknown-person drop --unknown-object drop"
                + " --apply-rest-on-conflict false --empty-string-removes false --dedup-days 3"
                + " --write-key w --segments 4,5 --convert-timestamp false --track-rate 7 --pipelines-rate 8"
                + " --app-rate 9 --over-rate drop-silently --redirect-to http://127.0.0.1:9 --redirect-status 301");

        assertThat(sandbox.writeKey()).isEqualTo("w");
        assertThat(sandbox.limits()).isEqualTo(new RateLimits(7, 8, 9, RateLimits.Over.DROP_SILENTLY));
        assertThat(sandbox.redirect()).hasValue(new Redirect(URI.create("http://127.0.0.1:9"), 301));

        assertThat(sandbox.region()).isEqualTo("eu");
        assertThat(sandbox.webhookTarget().orElseThrow().key()).isEqualTo("k");
        assertThat(sandbox.webhookHour()).isEqualTo(Duration.ofMillis(5));
        assertThat(sandbox.stateDir()).hasValue(Path.of("s"));
        assertThat(sandbox.applyDelay()).isZero();
        assertThat(sandbox.workspace())
                .isEqualTo(WorkspaceSettings.builder()
                        .identifiers(WorkspaceSettings.Identifiers.ID_ONLY)
                        .phoneIdentifier(true)
                        .allowEmailUpdateById(true)
                        .autoMerge(false)
                        .anonymousMerge(false)
                        .objectTypes(Set.of("1", "2"))
                        .campaignWindow(Duration.ofHours(9))
                        .reusedEmail(WorkspaceSettings.ReusedEmail.FAIL)
                        .staleness(WorkspaceSettings.Staleness.PER_PROFILE)
                        .unknownPerson(WorkspaceSettings.Unknown.DROP)
                        .unknownObject(WorkspaceSettings.Unknown.DROP)
                        .applyRestOnConflict(false)
                        .emptyStringRemoves(false)
                        .dedupWindow(Duration.ofDays(3))
                        .segments(Set.of("4", "5"))
                        .convertTimestamp(false)
                        .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port x|The option --port takes a whole number from 0 to 65535, not \"x\".",
                "--port 70000|The option --port takes a whole number from 0 to 65535, not \"70000\".",
                "--port|The option --port needs a value.",
                "--colour red|The option --colour is unknown; --help lists all.",
                "--auto-merge maybe|The option --auto-merge takes true or false, not \"maybe\".",
                "--identifiers phone|The option --identifiers does not take \"phone\"; --help lists what it takes.",
                "--port 1|The option --site-id is required; --help lists all.",
            })
    void refusesInOneSentence(String line, String message) {
        assertThatThrownBy(() -> read(line)).hasMessage(message);
    }

    @Test
    void wantsUrlAndKeyTogether() {
        assertThatThrownBy(() -> read(NEEDED + "--webhook-url http://127.0.0.1:9/"))
                .hasMessage("The options --webhook-url and --webhook-key go together.");
    }

    @Test
    void knowsWhenHelpIsWanted() {
        assertThat(CommandLine.read(new String[] {"--help"})).isEmpty();
    }
}
