package io.penstock.cli;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where a service answers: where a command was told, else in the newest stack of this checkout, else at its usual port.
 */
final class ServiceAddress {
    private ServiceAddress() {}

    /**
     * The address, without a slash at its end.
     *
     * @param url as asked for, or null
     */
    static String of(String service, URI url, String usual) {
        String address = url != null
                ? url.toString()
                : StackFile.newest(Path.of(System.getProperty("penstock.home", "")))
                        .map(StackFile::read)
                        .flatMap(stack -> stack.services().stream()
                                .filter(program -> service.equals(program.name()) && program.speaksHttp())
                                .map(StackFile.Program::url)
                                .findFirst())
                        .orElse(usual);
        return address.replaceAll("/+$", "");
    }

    /** Nobody answers there. */
    static CommandFailedException nobody(String service, String address) {
        return new CommandFailedException(
                "no " + service + " answers at " + address + "; start one (./penstock up) or name it with --url");
    }
}
