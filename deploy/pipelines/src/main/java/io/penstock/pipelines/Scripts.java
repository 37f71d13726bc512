package io.penstock.pipelines;

import io.penstock.transform.app.ScriptRowTransform;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.kafka.RowTransform;
import io.penstock.transform.script.ScriptRuntime;
import io.penstock.transform.script.ScriptRuntimeSettings;
import java.nio.file.Path;
import java.util.List;

/** The script worker, started only if a pipeline has a script. */
final class Scripts implements RowTransform, AutoCloseable {
    private final Path folder;
    private ScriptRuntime runtime;
    private RowTransform worker;

    /** What the worker unpacks goes into that folder and stays there: the next start is faster. */
    Scripts(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<Shape> transform(Pipeline pipeline, List<Input> rows) {
        if (worker == null) {
            runtime = ScriptRuntime.open(ScriptRuntimeSettings.in(folder));
            worker = new ScriptRowTransform(runtime);
        }
        return worker.transform(pipeline, rows);
    }

    @Override
    public void close() {
        if (runtime != null) {
            runtime.close();
        }
    }
}
