import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { BusPipe } from '../../src/cluster/bus-pipe.js';
import { newFolder } from '../new-folder.js';

/** Both ends of a connection as a pipe between processes is one. */
async function ends(t: Test): Promise<[Socket, Socket]> {
  // In tap's own folder its path would be too long, cut off silently, and the socket left behind.
  const path = join(await newFolder(t), 'pipe');
  const server = createServer().listen(path);
  const near = connect(path);
  const [far] = (await once(server, 'connection')) as [Socket];
  t.teardown(() => {
    near.destroy();
    far.destroy();
    server.close();
  });
  return [near, far];
}

t.test('bus pipe: batches arrive whole and in order, however the bytes are cut', async (t) => {
  const [near, far] = await ends(t);
  const heard: string[] = [];
  new BusPipe(far, (batch) => heard.push(batch.toString()));
  const framed: Buffer[] = [];
  const recorder = Object.assign(Object.create(near), {
    write: (bytes: Buffer) => framed.push(Buffer.from(bytes)),
    writable: true,
    cork() {},
    uncork() {},
  }) as Socket;
  const writer = new BusPipe(recorder, () => undefined);
  const texts = fc.sample(fc.string({ maxLength: 300 }), 200);
  for (const text of texts) writer.send(Buffer.from(text));
  const bytes = Buffer.concat(framed);
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + ((at * 7) % 97);
    far.emit('data', bytes.subarray(at, at + length));
    at += length;
  }
  t.same(heard, texts);
});

t.test('bus pipe: megabytes each way, and silence when the other end is gone', async (t) => {
  const [near, far] = await ends(t);
  const text = 'x'.repeat(3_000_000);
  const arrived = new Promise<Buffer>((resolve) => {
    const back: BusPipe = new BusPipe(far, (batch) => back.send(batch));
    const pipe = new BusPipe(near, resolve);
    pipe.send(Buffer.from(text));
    t.ok(pipe.unsent > 0, 'what the kernel did not take is told');
  });
  t.equal((await arrived).toString(), text);
  const pipe = new BusPipe(near, () => t.fail('nothing comes'));
  far.destroy();
  await once(near, 'close');
  pipe.send(Buffer.from('into the void'));
});
