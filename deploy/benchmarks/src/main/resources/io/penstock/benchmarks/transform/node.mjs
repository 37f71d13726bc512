// The other side of the comparison: the workload under Node, in an isolate of isolated-vm if it is installed, else in a context of node:vm.
// node node.mjs FOLDER_OF_NODE_MODULES FUNCTION ROWS SECONDS BATCH
// ROWS holds one row per line. Prints one JSON line when it is ready, and one for each line it reads from standard input: a round.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import vm from 'node:vm';

const [, , modules, workload, rowsFile, seconds, batchSize] = process.argv;
const rows = readFileSync(rowsFile, 'utf8').trimEnd().split('\n');
const batches = [];
for (let i = 0; i < rows.length; i += Number(batchSize)) batches.push('[' + rows.slice(i, i + Number(batchSize)).join(',') + ']');
const code = readFileSync(workload, 'utf8').replace('export function', 'function')
  + '\nglobalThis.run = (text) => JSON.stringify(JSON.parse(text).map((row) => transform(row)));';

const open = async () => {
  try {
    const ivm = createRequire(modules + '/')('isolated-vm');
    const isolate = new ivm.Isolate({ memoryLimit: 128 });
    const context = await isolate.createContext();
    await (await isolate.compileScript(code)).run(context);
    const run = await context.global.get('run', { reference: true });
    return { name: 'isolated-vm', run: (text) => run.applySync(undefined, [text]) };
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    const context = vm.createContext({});
    vm.runInContext(code, context);
    return { name: 'node:vm (isolated-vm is not installed)', run: context.run };
  }
};

const engine = await open();
console.log(JSON.stringify({ name: `Node ${process.version}, V8 ${process.versions.v8}, ${engine.name}` }));
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') break;
  const before = process.cpuUsage(), until = process.hrtime.bigint() + BigInt(Math.round(Number(seconds) * 1e9));
  let done = 0, characters = 0;
  for (let i = 0; process.hrtime.bigint() < until; i = (i + 1) % batches.length) {
    characters += engine.run(batches[i]).length;
    done += i === batches.length - 1 ? rows.length - i * Number(batchSize) : Number(batchSize);
  }
  const cpu = process.cpuUsage(before);
  console.log(JSON.stringify({ rows: done, cpuNanos: (cpu.user + cpu.system) * 1000, characters }));
}
process.exit(0);
