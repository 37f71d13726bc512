package io.penstock.transform.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every attack of {@code attacks.txt} ends as that file says. One runtime serves them all: the rows before and after
 * the attack are answered as if it were not there, and so is another script right after it. In QuickJS with
 * {@code -Dpenstock.engine=quickjs}.
 */
class ScriptAttackTest {
    private static AttackArena arena;

    @BeforeAll
    static void open() throws ScriptRejected {
        arena = new AttackArena(ScriptFixture.ENGINE);
    }

    @AfterAll
    static void close() {
        arena.close();
    }

    static List<Attack> attacks() throws IOException {
        return Attack.of(ScriptFixture.ENGINE.engine());
    }

    @Test
    void thereAreManyAttacksAndNoneTwice() throws IOException {
        assertThat(attacks().stream().map(Attack::name)).hasSizeGreaterThan(200).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void anAttackEndsAsARecordFaultOrAHarmlessValue(Attack attack) {
        arena.run(attack);
    }
}
