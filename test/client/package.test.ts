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

/** What the compiler complains of. */
async function complaints(folder: string, code: string, compilerOptions: object) {
  const options = { target: 'ES2022', strict: true, noEmit: true, ...compilerOptions };
  const config = { compilerOptions: options, files: ['program.ts'] };
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(folder, 'program.ts'), code);
  return tsc('-p', folder);
}

t.test('package: a program has the types of where it runs, and the guide compiles', async (t) => {
  const folder = await installed(t);
  const ofNode = await codeBelow('Quick start: Node');
  const ofPage = await codeBelow('Quick start: browser');
  const bundled = { ...PAGE, customConditions: ['browser'] };
  t.equal(await complaints(folder, ofNode, NODE), '', 'in Node');
  t.equal(await complaints(folder, ofPage, PAGE), '', 'in a page');
  t.equal(await complaints(folder, ofPage, bundled), '', 'in a page whose compiler knows that');

  const stores = `
    // @ts-expect-error: which entry it is, is not known here
    import { FileStore } from 'kotd/client';
    // @ts-expect-error
    import { IndexedDbStore } from 'kotd/client';
    export { FileStore, IndexedDbStore };`;
  t.equal(await complaints(folder, stores, NODE), '');
  t.equal(await complaints(folder, stores, PAGE), '');
  const nodes = "export { FileStore, FolderInUse, nodeWorld, openDevice } from 'kotd/client/node';";
  t.equal(await complaints(folder, nodes, NODE), '');
  const pages = "export { IndexedDbStore, browserWorld, openDevice } from 'kotd/client/browser';";
  t.equal(await complaints(folder, pages, PAGE), '');
  t.equal(await complaints(folder, pages.replace('/browser', ''), bundled), '');

  const guide = await readFile('docs/client.md', 'utf8');
  const [, progress = ''] = /`(progressOf\([^`]*)`/.exec(guide) ?? [];
  const asked = `import { progressOf, type State } from 'kotd/client';
    export const look = ({ orders, tickets }: State) => [...orders.values()].map((order) => ${progress});`;
  t.equal(await complaints(folder, asked, NODE), '', progress);
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
