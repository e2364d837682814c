import { Parser } from '@asyncapi/parser';
import t from 'tap';
import { asyncapi } from '../../src/realtime/asyncapi.js';
import { CLIENT_FRAMES, SERVER_FRAMES } from '../../src/realtime/frames.js';
import { registry } from './commands.js';

const commands = registry(async () => {});

t.test('asyncapi: a public parser accepts the document', async (t) => {
  const { document, diagnostics } = await new Parser().parse(
    JSON.stringify(asyncapi(commands, '1.2.3')),
  );
  t.strictSame(
    diagnostics.filter(({ severity }) => severity === 0),
    [],
  );
  t.equal(document?.version(), '3.0.0');
  t.equal(document?.info().version(), '1.2.3');
});

t.test(
  'asyncapi: every frame and every socket command is in it, and no other command',
  async (t) => {
    const { document } = await new Parser().parse(JSON.stringify(asyncapi(commands, '1.2.3')));
    const names =
      document
        ?.messages()
        .all()
        .map((message) => message.id()) ?? [];
    const socket = commands.commands.filter((spec) => spec.socket).map(({ type }) => type);
    const frames = [...Object.keys(CLIENT_FRAMES), ...Object.keys(SERVER_FRAMES)];
    const expected = [
      ...frames.filter((frame) => frame !== 'cmd'),
      ...socket.flatMap((type) => [`cmd.${type}`, `ack.${type}`]),
    ];
    t.strictSame([...new Set(names)].sort(), expected.sort());
    t.notOk(names.includes('cmd.staff.create'));
  },
);
