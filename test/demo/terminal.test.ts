import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { type WebSocket, WebSocketServer } from 'ws';
import { Terminal } from '../../demo/terminal.js';

interface Frame {
  t: string;
  id: string;
  token: string;
  resume?: { epoch: string; seq: number };
}

const SNAPSHOT = { orders: [], tickets: [], tables: [], bills: [] };

function send(socket: WebSocket, ...frames: object[]): void {
  for (const frame of frames) socket.send(JSON.stringify(frame));
}

function welcome(socket: WebSocket): void {
  send(
    socket,
    { t: 'welcome', epoch: 'epoch', seq: 7, heartbeatMs: 60_000 },
    { t: 'reset', epoch: 'epoch', seq: 7, snapshot: SNAPSHOT },
  );
}

function refuse(socket: WebSocket, code: string, id: string | null, closeCode: number): void {
  const problem = { code, status: 401, detail: `no: ${code}`, retryable: false };
  send(
    socket,
    { t: 'err', id, problem },
    { t: 'bye', code: closeCode, reason: code, reconnectAfterMs: null },
  );
  socket.close(closeCode);
}

/** A terminal, and a server whose every answer is the test's. */
async function terminalOf(answer: (socket: WebSocket, frame: Frame) => void) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  server.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => answer(socket, JSON.parse(data.toString()) as Frame)),
  );
  let tokens = 0;
  const terminal = new Terminal({
    name: 'Till',
    url: () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: async () => `token ${++tokens}`,
    tokenRefused: () => undefined,
    outlet: 'outlet',
    audience: ['floor'],
  });
  const end = () => {
    terminal.close();
    server.close();
  };
  return { terminal, end };
}

t.test('terminal: turned away at its hello, it does not open', async (t) => {
  const { terminal, end } = await terminalOf((socket) => refuse(socket, 'forbidden', null, 4403));
  t.teardown(end);
  await t.rejects(terminal.open(), { message: 'Till: the server closed with 4403 forbidden' });
  t.same(terminal.faults, ['forbidden: no: forbidden']);
});

t.test('terminal: turned away later, whatever waits for it rejects', async (t) => {
  const { terminal, end } = await terminalOf((socket, frame) => {
    if (frame.t === 'hello') welcome(socket);
    else refuse(socket, 'unauthenticated', null, 4401);
  });
  t.teardown(end);
  await terminal.open();
  const why = { message: 'Till: the server closed with 4401 unauthenticated' };
  await Promise.all([
    t.rejects(
      terminal.until(() => false),
      why,
    ),
    t.rejects(terminal.command('order.create', {}), why),
  ]);
  await t.rejects(terminal.command('order.create', {}), why);
  await t.rejects(
    terminal.until(() => false),
    why,
  );
});

t.test('terminal: with an expired token it logs in, resumes and commands again', async (t) => {
  const hellos: Frame[] = [];
  const { terminal, end } = await terminalOf((socket, frame) => {
    if (frame.t === 'hello') {
      hellos.push(frame);
      if (frame.resume) send(socket, { t: 'welcome', epoch: 'epoch', seq: 7, heartbeatMs: 60_000 });
      else welcome(socket);
    } else if (hellos.length === 1) refuse(socket, 'token_expired', frame.id, 4401);
    else send(socket, { t: 'ack', id: frame.id, result: 'done', seq: 8 });
  });
  t.teardown(end);
  await terminal.open();
  t.equal(await terminal.command('order.create', {}), 'done');
  t.match(hellos, [
    { token: 'token 1', resume: undefined },
    { token: 'token 2', resume: { epoch: 'epoch', seq: 7 } },
  ]);
  t.same(terminal.faults, []);
});

t.test('terminal: a command that came too soon is sent again when the server says', async (t) => {
  let commands = 0;
  const { terminal, end } = await terminalOf((socket, frame) => {
    if (frame.t === 'hello') welcome(socket);
    else if (++commands > 1) send(socket, { t: 'ack', id: frame.id, result: 'done', seq: 8 });
    else {
      const problem = { code: 'rate_limited', retryable: true, retryAfterSeconds: 0 };
      send(socket, { t: 'err', id: frame.id, problem });
    }
  });
  t.teardown(end);
  await terminal.open();
  t.equal(await terminal.command('order.create', {}), 'done');
});
