package io.penstock.control.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptImportTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "import x from './x.js'",
                "import {a, b as c} from \"./x.js\";",
                "import d, * as all from './x.js';",
                "import './x.js';",
                "import from from './x.js';",
                "import {from} from './x.js';",
                "import {'a b' as c} from './x.js' with {type: 'js'};",
                "import/* why */{a}/* not */from// then\n'./x.js';",
                "export * from './x.js';",
                "export * as all from './x.js'",
                "export {a, b as default} from './x.js';",
                "\ufeff// first\nimport x from './x.js'",
                "const s = \"import y from './y.js'\"; /* import y from './y.js' */\nimport x from './x.js';",
                "const s = `import y from './y.js' ${ {a: `import z from './z.js'`}.a } '`; import './x.js';",
                "const r = /['\"`]/.test(s), q = a / b; import './x.js';",
                "const r = [/[/'\"]/, 4 / 2 / 1]; return /`/; import './x.js';",
                "let i = 1; i++ / 2; import './x.js';",
                "++/['`]/.lastIndex; import './x.js';",
                "export const a = 1; import './x.js'",
                "export {a}; const from = 1; import './x.js'",
                "export default {from: 'y.js'}; import './x.js'",
                "export function f() { return import('./y.js'); } import './x.js'",
                "o.import; o.export; import.meta; import './x.js'",
                "'unfinished\nimport './x.js'"
            })
    void oneImportIsFound(String text) {
        assertThat(ScriptImport.of(text)).extracting(ScriptImport::specifier).containsExactly("./x.js");
    }

    @Test
    void itsPlaceIsThatOfTheQuote() {
        assertThat(ScriptImport.of("\n  import x\n  from './x.js'; import './y.js'"))
                .isEqualTo(List.of(
                        new ScriptImport("./x.js", new Position(3, 8)),
                        new ScriptImport("./y.js", new Position(3, 25))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import",
                "import x from '",
                "`${`${",
                "export {",
                "/[",
                "import {a} from",
                "\\",
                "/*",
                "}}}",
                "'\\"
            })
    void textThatIsNoModuleHasNoEffect(String text) {
        assertThat(ScriptImport.of(text)).hasSizeLessThan(2);
    }
}
