package io.penstock.transform.app;

import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.kafka.ConfigFollower;
import io.penstock.transform.http.ScriptLogs;
import io.penstock.transform.http.ScriptPrint;
import io.penstock.transform.script.ScriptLog;
import io.penstock.transform.script.ScriptRuntime;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/** The script runtime's log behind the port of the resource. */
@Singleton
class LiveScriptLogs implements ScriptLogs {
    private final ScriptRuntime runtime;
    private final ConfigFollower follower;

    LiveScriptLogs(ScriptRuntime runtime, ConfigFollower follower) {
        this.runtime = runtime;
        this.follower = follower;
    }

    @Override
    public Optional<ScriptPrint> of(String pipeline) {
        ScriptLog.Page page = runtime.log().of(pipeline);
        ScriptPrint print =
                new ScriptPrint(page.lines().stream().map(LiveScriptLogs::line).toList(), page.dropped());
        boolean isKnown = !page.lines().isEmpty()
                || follower.latest(ConfigV1.Kind.PIPELINE, pipeline).isPresent();
        return isKnown ? Optional.of(print) : Optional.empty();
    }

    private static ScriptPrint.Line line(ScriptLog.Line line) {
        return new ScriptPrint.Line(
                line.at(),
                line.version(),
                line.level().name().toLowerCase(Locale.ROOT),
                line.place().toString(),
                line.text());
    }
}
