package io.penstock.transform.script.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final List<Message> MESSAGES = List.of(
            new Message.Load(
                    "k",
                    "p",
                    "1",
                    "transform.js",
                    "text é😀",
                    Map.of("lib/a.js", "export {}"),
                    List.of("email"),
                    100,
                    2_000),
            new Message.Call("k", Lines.of("[{},\r{}]", "", "[1,\"é\"]")),
            new Message.Ready(EngineName.QUICKJS, "2026-06-04"),
            new Message.Loaded(ScriptForm.SEND, Printed.NOTHING),
            new Message.Rejected(ScriptErrorCode.PACKAGE_NOT_FOUND, "m", new Place("lib/a.js", 3, 4)),
            new Message.NotLoaded(),
            new Message.Done("", new Printed(List.of(new Printed.Line(2, Printed.Level.WARN, Place.UNKNOWN, "t")), 3)),
            new Message.Breach(ScriptErrorCode.TIMEOUT, 7, "d\nd", Printed.NOTHING));

    @Test
    void everyMessageComesBackAsItWent() throws IOException {
        var out = new ByteArrayOutputStream();
        for (Message message : MESSAGES) Frames.write(out, message);
        var in = new ByteArrayInputStream(out.toByteArray());
        for (Message message : MESSAGES) assertThat(Frames.read(in)).isEqualTo(message);
        assertThatThrownBy(() -> Frames.read(in)).isInstanceOf(EOFException.class);
    }

    @Test
    void aFrameThatBreaksTheRulesIsRefused() {
        for (byte[] bytes : List.of(
                new byte[] {0, 0, 0, 0},
                new byte[] {-1, -1, -1, -1},
                new byte[] {127, 0, 0, 0, 1},
                new byte[] {0, 0, 0, 1, 99},
                new byte[] {0, 0, 0, 5, 7, 127, 0, 0, 0},
                new byte[] {0, 0, 0, 5, 7, -1, 0, 0, 0},
                new byte[] {0, 0, 0, 6, 4, 0, 0, 0, 1, 'X'},
                new byte[] {0, 0, 0, 9, 2, 0, 0, 0, 0, 127, 0, 0, 0},
                new byte[] {0, 0, 0, 17, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, -1, -1, -1, -1},
                new byte[] {0, 0, 0, 13, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 9},
                new byte[] {0, 0, 0, 9, 7})) {
            assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(bytes)))
                    .isInstanceOf(IOException.class);
        }
    }
}
