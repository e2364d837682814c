import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import t, { type Test } from 'tap';
import { codeBelow } from './guide.js';

const TSC = resolve('node_modules/typescript/bin/tsc');
const NODE = { module: 'NodeNext', moduleResolution: 'NodeNext', lib: ['ES2023'], types: ['node'] };
const PAGE = {
  ...{ module: 'ESNext', moduleResolution: 'bundler' },
  ...{ lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: [] },
};

function tsc(...args: string[]) {
  return spawnSync(process.execPath, [TSC, ...args], { encoding: 'utf8' }).stdout;
}

/** A folder in which the package is installed, as far as a compiler looks at it. */
async function installed(t: Test): Promise<string> {
  const folder = t.testdir();
  const place = join(folder, 'node_modules/kotd');
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'package.json'), await readFile('package.json'));
  const info = ['--tsBuildInfoFile', join(folder, 'build-info')];
  t.equal(
    tsc('-p', 'client', '--emitDeclarationOnly', '--outDir', join(place, 'dist'), ...info),
    '',
  );
  return folder;
}

/** What the compiler complains of in these programs. */
async function complaints(folder: string, programs: readonly string[], compilerOptions: object) {
  const options = { target: 'ES2022', strict: true, noEmit: true, ...compilerOptions };
  const files = programs.map((_, at) => `program-${at}.ts`);
  const config = JSON.stringify({ compilerOptions: options, files });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'tsconfig.json'), config);
  for (const [at, code] of programs.entries()) await writeFile(join(folder, files[at] ?? ''), code);
  return tsc('-p', folder);
}

/** What the guide says of progress, with what it says it of. */
async function progress(): Promise<string> {
  const [, call] = /`(progressOf\([^`]*)`/.exec(await readFile('docs/client.md', 'utf8')) ?? [];
  return `import { progressOf, type State } from 'kotd/client';
    export const of = ({ orders, tickets }: State) => [...orders.values()].map((order) => ${call});`;
}

t.test('package: a program has the types of where it runs, and the guide compiles', async (t) => {
  const folder = await installed(t);
  const stores = `
    // @ts-expect-error: which entry it is, is not known here
    import { FileStore } from 'kotd/client';
    // @ts-expect-error
    import { IndexedDbStore } from 'kotd/client';
    export { FileStore, IndexedDbStore };`;
  const ofNode =
    "export { FileStore, FolderInUse, nodeWorld, openDevice } from 'kotd/client/node';";
  const start = await codeBelow('Quick start: Node');
  t.equal(await complaints(folder, [start, await progress(), stores, ofNode], NODE), '', 'in Node');
  const ofPage = "export { IndexedDbStore, browserWorld, openDevice } from 'kotd/client/browser';";
  const page = await codeBelow('Quick start: browser');
  t.equal(await complaints(folder, [page, stores, ofPage], PAGE), '', 'in a page');
  const known = ofPage.replace('/browser', '');
  const knowing = { ...PAGE, customConditions: ['browser'] };
  t.equal(await complaints(folder, [page, known], knowing), '', 'where the compiler knows that');
});

t.test('package: what is packed is built, and no more than what runs', async (t) => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
  t.equal(scripts.prepack, 'npm run build');
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = spawnSync('npm', args, { encoding: 'utf8' });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  for (const path of [
    'dist/src/server.js',
    'dist/src/worker.js',
    'dist/client/node.js',
    'README.md',
  ]) {
    t.ok(paths.includes(path), path);
  }
  t.ok(
    paths.some((path) => path.startsWith('dist/pages/')),
    'the pages',
  );
  const others = paths.filter((path) => !/^(dist\/(src|client|pages)|docs)\/|^[^/]+$/.test(path));
  t.strictSame(others, []);
});
