import { Type } from '@sinclair/typebox';
import { Closed, Count, Id, Instant } from '../domain/shapes/primitives.js';
import { query } from './spec.js';

export const StreamEvent = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    type: Type.String(),
    at: Instant,
    actor: Type.String(),
    data: Type.Record(Type.String(), Type.Unknown()),
  },
  Closed,
);

export const getEvents = query({
  name: 'events.read',
  path: '/outlets/{outletId}/events',
  summary: 'The stream that sockets see, from any position',
  reach: 'outlet',
  permission: 'events.read',
  limit: 'other',
  query: Type.Object(
    {
      after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
    },
    Closed,
  ),
  answer: Type.Object({ epoch: Id, events: Type.Array(StreamEvent), last: Count }, Closed),
  async respond({ read }, { after = 0, limit = 100 }) {
    // Events first: `last` may then be ahead of them, never behind.
    const events = await read.events(after, limit);
    const { epoch, seq } = await read.position();
    return { body: { epoch, events, last: seq } };
  },
});
