import { Type } from '@sinclair/typebox';
import { decided, happened, type Put } from '../../src/domain/decision.js';
import { Closed } from '../../src/domain/shapes/primitives.js';
import { Registry } from '../../src/handlers/registry.js';
import { type AnyCommand, command } from '../../src/handlers/spec.js';
import { bill, order, ticket } from './documents.js';

const Id = Type.Object({ id: Type.String() }, Closed);
const call = {
  reach: 'outlet',
  permission: null,
  limit: 'orders',
  method: 'POST',
  answer: Type.Unknown(),
  status: 200,
  socket: true,
} as const;

function creating(type: string, make: (id: string, of: string) => [string, Put]): AnyCommand {
  return command({
    ...call,
    type,
    path: `/${type}`,
    summary: `Makes one: ${type}`,
    body: Type.Object({ id: Type.String(), of: Type.Optional(Type.String()) }, Closed),
    decide: async (work, { id, of = '' }) => {
      const [name, put] = make(id, of);
      const event = happened(`${name}.created`, { [name]: put.value }, work.context);
      return decided({ documents: [put], events: [event], result: put.value });
    },
  });
}

/** Commands enough to move every audience, and some that play trouble. */
export function registry(gate: () => Promise<void>): Registry {
  return new Registry(
    [
      creating('order.create', (id, note) => [
        'order',
        { collection: 'order', value: order(id, { cancelReason: note || null }) },
      ]),
      creating('ticket.create', (id, stationId) => [
        'ticket',
        { collection: 'ticket', value: ticket(id, stationId) },
      ]),
      creating('bill.create', (id) => ['bill', { collection: 'bill', value: bill(id) }]),
      command({
        ...call,
        type: 'order.pay',
        path: '/order.pay',
        summary: 'Pays an order, which is then open no more',
        body: Id,
        inTurn: ({ id }) => id,
        decide: async (work, { id }) => {
          const before = await work.read.need('order', id);
          const value = { ...before, rev: before.rev + 1, status: 'paid' } as const;
          const event = happened('order.paid', { order: value }, work.context);
          const documents: Put[] = [{ collection: 'order', value }];
          return decided({ documents, events: [event], result: value });
        },
      }),
      command({
        ...call,
        type: 'gate.pass',
        path: '/gate.pass',
        summary: 'Waits until the test opens the gate',
        body: Type.Object({}, Closed),
        decide: async () => {
          await gate();
          return decided({ documents: [], events: [], result: 'passed' });
        },
      }),
      command({
        ...call,
        type: 'trouble.make',
        path: '/trouble.make',
        summary: 'Fails as no command should',
        body: Type.Object({}, Closed),
        decide: async () => {
          throw new Error('a defect');
        },
      }),
      command({
        ...call,
        socket: false,
        type: 'staff.create',
        path: '/staff',
        summary: 'Not for the socket',
        body: Type.Object({}, Closed),
        decide: async () => decided({ documents: [], events: [], result: null }),
      }),
    ],
    [],
  );
}
