import t from 'tap';
import { bundled } from './bundle.js';

const MOST_BYTES = 42 * 1024;

t.test('bundle: the terminal of a browser is small, and takes no schemas along', async (t) => {
  const chunks = await bundled();
  const [entry] = chunks;
  const all = chunks.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  t.comment(chunks.map(({ fileName, gzipBytes }) => `${fileName} ${gzipBytes}`).join(', '));
  t.ok(all < MOST_BYTES, `${all} bytes gzipped, MessagePack included`);
  for (const { fileName, code } of chunks) {
    t.notMatch(code, /TypeBox/, `${fileName} has no TypeBox`);
    t.notMatch(code, /node:/, `${fileName} has no Node`);
  }
  t.match(entry?.code, /IDBKeyRange/, 'the outbox is in it');
  t.notMatch(entry?.code, /Packr|variableMapSize/, 'MessagePack is loaded when it is asked for');
});
