package io.penstock.local;

import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Stack;
import io.penstock.local.stack.StackFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops what ./penstock up or ./penstock demo --keep left running; data stays.",
        footer = {"", "Example: ./penstock down"})
final class DownCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the stack. Default: those of up and demo.")
    private Path data;

    @Override
    public Integer call() throws InterruptedException {
        Path home = Installation.fromSystemProperty().home().resolve("data");
        List<Path> folders = data != null
                ? List.of(data.toAbsolutePath())
                : List.of(home.resolve("up"), home.resolve("demo"), home.resolve("telco"), home.resolve("drift-suite"));
        int stopped = 0;
        for (Path folder : folders) {
            if (StackFile.read(folder).isPresent()) {
                stopped += Stack.stop(folder);
            }
        }
        System.out.println(stopped == 0 ? "nothing was running" : stopped + " programs stopped");
        return 0;
    }
}
