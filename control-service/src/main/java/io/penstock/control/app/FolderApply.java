package io.penstock.control.app;

import io.penstock.control.core.ConfigStore.StoreUnavailableException;
import io.penstock.control.core.Control;
import io.penstock.control.core.FolderState;
import io.penstock.control.core.Problem;
import io.penstock.control.core.ProjectReader;
import io.penstock.control.project.ProjectFolder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Applies the project folder that the service was given, once, as soon as the broker answers. A folder that is refused
 * is reported and leaves what was in force before. One thread of its own; {@link #state()} is safe from any.
 */
@Singleton
class FolderApply {
    private static final Logger LOG = Logger.getLogger(FolderApply.class);
    private static final long RETRY_MS = 1_000;

    private final ControlConfig config;
    private final ProjectReader reader;
    private final Control control;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("project-folder").unstarted(task));
    private volatile FolderState state;

    FolderApply(ControlConfig config, ProjectReader reader, Control control) {
        this.config = config;
        this.reader = reader;
        this.control = control;
        this.state = config.project()
                .<FolderState>map(folder -> new FolderState.Waiting(folder, "the broker"))
                .orElse(new FolderState.Unset());
    }

    FolderState state() {
        return state;
    }

    void start(@Observes StartupEvent event) {
        LOG.infof(
                "settings: bootstrap-servers=%s project=%s",
                config.bootstrapServers(), config.project().map(Path::toString).orElse("none"));
        config.project().ifPresent(folder -> thread.execute(() -> attempt(folder)));
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void attempt(Path folder) {
        try {
            state = apply(folder);
        } catch (IOException e) {
            String found = "expected a readable folder, found " + e.getClass().getSimpleName() + ": " + e.getMessage();
            state = new FolderState.Refused(folder, List.of(Problem.of(folder.toString(), found)));
        } catch (StoreUnavailableException e) {
            LOG.infof("project folder waits: %s", e.getMessage());
            state = new FolderState.Waiting(folder, e.getMessage());
            thread.schedule(() -> attempt(folder), RETRY_MS, TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            LOG.error("project folder not applied", e);
            state = new FolderState.Refused(
                    folder, List.of(Problem.of(folder.toString(), "a fault of control-service, see its log")));
        }
        if (state instanceof FolderState.Refused refused) {
            refused.problems().forEach(problem -> LOG.errorf("project folder refused: %s", problem));
        }
    }

    private FolderState apply(Path folder) throws IOException {
        return switch (control.apply(ProjectFolder.load(folder).read(reader), config.author())) {
            case Control.Applied.Refused refused -> new FolderState.Refused(folder, refused.problems());
            case Control.Applied.InForce inForce -> {
                LOG.infof(
                        "project folder applied: workspace=%s written=%d unchanged=%d",
                        inForce.plan().workspace(),
                        inForce.plan().writes().size(),
                        inForce.plan().steps().size() - inForce.plan().writes().size());
                yield new FolderState.InForce(folder, inForce.plan());
            }
        };
    }
}
