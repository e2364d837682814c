import type { ClientFrame } from '../../client/frames.js';
import type { ProblemCode } from '../../client/problem.js';
import { ERRORS } from '../../src/domain/errors.js';
import type { FakeWorld } from './fake-net.js';

/** The commands that came over a socket: the last one unless said. */
export function commands(world: FakeWorld, socket = world.sockets.length - 1) {
  const sent = world.sockets[socket]?.sent ?? [];
  return sent.filter((frame): frame is Extract<ClientFrame, { t: 'cmd' }> => frame.t === 'cmd');
}

export function ack(world: FakeWorld, id: string, result: unknown, seq: number | null): void {
  world.socket.deliver({ t: 'ack', id, result, seq });
}

export function refusal(
  world: FakeWorld,
  id: string,
  code: ProblemCode,
  more: Record<string, string | number> = {},
): void {
  const [status, title, retryable] = ERRORS[code];
  const problem = {
    type: '',
    title,
    status,
    code,
    detail: title,
    retryable,
    traceId: '',
    errors: [],
  };
  world.socket.deliver({ t: 'err', id, problem: { ...problem, ...more } });
}
