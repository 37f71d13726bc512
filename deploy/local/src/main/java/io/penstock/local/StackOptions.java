package io.penstock.local;

import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Ports;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options every command that starts a stack has. */
final class StackOptions {
    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "18080",
            description = "First of eleven ports on 127.0.0.1. Default: ${DEFAULT-VALUE}.")
    int portBase;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for everything the programs keep: topics, state, tables, logs.")
    Path data;

    Path data(Installation installation, String name) {
        return (data != null ? data : installation.home().resolve("data").resolve(name))
                .toAbsolutePath()
                .normalize();
    }

    /** A house on that data folder; {@code catalogs} are served besides the folder's own lakehouse. */
    House house(Installation installation, Path folder, Map<String, Path> catalogs) {
        return new House(
                installation,
                new Ports(portBase),
                folder,
                folder.resolve("lakehouse"),
                catalogs,
                installation.home().resolve("data/cache"));
    }
}
