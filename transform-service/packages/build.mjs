// Bundles every dependency of package.json into one ES module each, for workers that have no Node.
// npm ci --ignore-scripts && node build.mjs
// Out: ../src/main/resources/io/penstock/transform/script/packages/{*.js.gz, index.tsv, LICENSES.txt}, and the names alone in schemas,
// where projects are checked against them.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const target = new URL('../src/main/resources/io/penstock/transform/script/packages/', import.meta.url).pathname;
globalThis.self = globalThis; // Some bundles of browsers expect it; the worker has it too.
const noble = ['sha2', 'sha3', 'blake2', 'blake3', 'hmac', 'hkdf', 'pbkdf2', 'legacy', 'utils'];
// Packages whose main entry wants Node, or that have none.
const entries = {
  '@noble/hashes': noble.map((part) => `@noble/hashes/${part}.js`),
  'object-hash': ['object-hash/dist/object_hash.js'],
  papaparse: ['papaparse/papaparse.min.js'],
  'csv-parse': ['csv-parse/browser/esm/sync'],
};

const bundle = async (contents) => {
  const result = await build({
    stdin: { contents, resolveDir: import.meta.dirname, sourcefile: 'entry.mjs', loader: 'js' },
    bundle: true, write: false, metafile: true, minify: true, charset: 'utf8', logLevel: 'error',
    format: 'esm', platform: 'browser', target: 'es2022', mainFields: ['module', 'main'],
    conditions: ['import', 'default'], legalComments: 'none', outfile: 'out.js',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  });
  return { text: result.outputFiles[0].text, meta: result.metafile };
};

const namesOf = async (text) => Object.keys(await import('data:text/javascript;base64,' + Buffer.from(text).toString('base64')));

/** Names as Node would offer them: of an ES module its own, of CommonJS the properties of its exports. */
const bundleOf = async (name) => {
  const from = entries[name] ?? [name];
  const stars = from.map((path) => `export * from '${path}';`).join('');
  const one = from[0];
  const static_ = await namesOf((await bundle(stars)).text);
  const probe = await bundle(`import * as all from '${one}'; export default Object.keys(all);`);
  const keys = (await import('data:text/javascript;base64,' + Buffer.from(probe.text).toString('base64'))).default;
  const names = keys.filter((key) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default' && key !== '__esModule');
  const fallback = keys.includes('default') ? `export { default } from '${one}';` : `import * as all from '${one}'; export default all;`;
  if (from.length > 1 || names.every((key) => static_.includes(key))) return bundle(stars + fallback);
  const given = names.map((key, i) => `const e${i} = all['${key}'];`).join('');
  return bundle(`import * as all from '${one}'; export default all.default; ${given} export { ${names.map((key, i) => `e${i} as ${key}`).join(', ')} };`);
};

const packageOf = (path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path.replace('(disabled):', ''))?.[1];
const licences = new Map();
/** What a package without a licence file says of its author and, in its description, of its licence. */
const elsewhere = (folder, author) => {
  const readme = readdirSync(folder).find((entry) => /^readme/i.test(entry));
  const text = readme ? readFileSync(`${folder}/${readme}`, 'utf8').replace(/\r/g, '') : '';
  const section = /^(?:#+ *)?licen[cs]e\b.*\n(?:[-=]+\n)?([^]*?)(?=^#|(?![^]))/im.exec(text)?.[1].trim();
  const who = typeof author === 'string' ? author : author?.name;
  return ['No licence file in the package.', who && `Author: ${who}`, section].filter(Boolean).join('\n\n');
};
const keepLicence = (folder) => {
  const { name, version, license, author } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying|unlicense)/i.test(entry) && !/^.*\.(js|json)$/i.test(entry));
  const text = file ? readFileSync(`${folder}/${file}`, 'utf8').replace(/\r/g, '').trim() : elsewhere(folder, author);
  licences.set(`${name} ${version} (${typeof license === 'string' ? license : 'see text'})`, text);
};

mkdirSync(target, { recursive: true });
for (const file of readdirSync(target)) if (file.endsWith('.js.gz')) rmSync(target + file); // needs.tsv is written by hand.
const index = [];
for (const name of Object.keys(JSON.parse(readFileSync('package.json')).dependencies).sort()) {
  const { text, meta } = await bundleOf(name);
  for (const folder of new Set(Object.keys(meta.inputs).map(packageOf).filter(Boolean))) keepLicence(folder);
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`));
  writeFileSync(target + name.replace('/', '__') + '.js.gz', gzipSync(text, { level: 9 }));
  index.push([name, version, license, createHash('sha256').update(text).digest('hex')].join('\t'));
}
writeFileSync(target + 'index.tsv', index.join('\n') + '\n');
writeFileSync(new URL('../../schemas/src/main/resources/io/penstock/schemas/config/script-packages.txt', import.meta.url), index.map((line) => line.split('\t')[0] + '\n').join(''));
writeFileSync(target + 'LICENSES.txt', [...licences].sort().map(([title, text]) => `${title}\n\n${text}\n`).join('\n' + '='.repeat(80) + '\n\n'));
