import { Parser } from '@asyncapi/parser';
import t from 'tap';
import { registry } from '../../src/handlers/index.js';
import { asyncapi } from '../../src/realtime/asyncapi.js';
import { CLOSES } from '../../src/realtime/closes.js';
import { CLIENT_FRAMES, SERVER_FRAMES } from '../../src/realtime/frames.js';

const { commands } = registry();
const document = asyncapi(registry(), '1.2.3');

t.test('asyncapi: a public parser accepts it, and finds every frame and command', async (t) => {
  const parsed = await new Parser().parse(JSON.stringify(document));
  const errors = parsed.diagnostics.filter(({ severity }) => severity === 0);
  t.strictSame(errors, []);
  t.equal(parsed.document?.version(), '3.0.0');
  t.equal(parsed.document?.info().version(), '1.2.3');

  const found = parsed.document?.messages().all() ?? [];
  const onSocket = commands.filter(({ socket }) => socket).map(({ type }) => type);
  const frames = [...Object.keys(CLIENT_FRAMES), ...Object.keys(SERVER_FRAMES)];
  const expected = [
    ...frames.filter((frame) => frame !== 'cmd'),
    ...onSocket.flatMap((type) => [`cmd.${type}`, `ack.${type}`]),
  ];
  t.strictSame([...new Set(found.map((message) => message.id()))].sort(), expected.sort());
});

t.test('asyncapi: the commands that outsiders rely on are on the socket', async (t) => {
  const promised = [
    ...[
      'create',
      'change',
      'addLines',
      'voidLine',
      'send',
      'transfer',
      'merge',
      'cancel',
      'bill',
    ].map((name) => `order.${name}`),
    'bill.pay',
    ...['start', 'ready', 'bump', 'recall'].map((name) => `ticket.${name}`),
  ];
  for (const type of promised)
    t.ok(Object.hasOwn(Object(document.operations), `cmd.${type}`), type);
});

t.test('asyncapi: every close is listed', async (t) => {
  t.match(
    document['x-close-codes'],
    Object.entries(CLOSES).map(([reason, [code]]) => ({ reason, code })),
  );
});
