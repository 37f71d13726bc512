package io.penstock.local.stack;

import io.penstock.databricks.sandbox.SandboxLaunch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Command line of the Databricks stand-in: it knows its own JVM flags and its ahead-of-time cache. */
final class DatabricksCommand {
    private static final String HEAP = "1500m";

    private DatabricksCommand() {}

    /** The command line, with the cache if there is one. */
    static List<String> of(House house) {
        List<String> options = new ArrayList<>(List.of(
                "--port", Integer.toString(house.ports().databricks()),
                "--root", house.lakehouse().toString(),
                "--warehouse-state-dir", house.data().resolve("databricks").toString(),
                "--token", House.DATABRICKS_TOKEN));
        options.addAll(house.catalogOptions());
        try {
            return launch(house).command(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes the cache if there is none that fits.
     *
     * @param announcement called first, if it has to be made; without a cache the stand-in starts too, only slower
     */
    static void prepareCache(House house, Consumer<String> announcement) throws InterruptedException {
        try {
            SandboxLaunch launch = launch(house);
            if (!Files.exists(launch.cacheFile())) {
                announcement.accept(
                        "once: making the ahead-of-time cache of the Databricks stand-in (about half a minute)");
                launch.train();
            }
        } catch (IOException e) {
            announcement.accept(
                    "the ahead-of-time cache could not be made, the start will be slower: " + e.getMessage());
        }
    }

    private static SandboxLaunch launch(House house) throws IOException {
        Installation installation = house.installation();
        return SandboxLaunch.of(
                installation.javaHome(),
                installation.jar("databricks-sandbox"),
                installation.classPathFile("databricks-sandbox"),
                HEAP,
                house.cache());
    }
}
