import { Type } from '@sinclair/typebox';
import { Closed, Id, Nullable } from '../domain/shapes/primitives.js';
import { Ticket } from '../domain/shapes/ticket.js';
import { tellUnseen } from '../domain/shown.js';
import type { Principal } from './auth/principal.js';
import { command } from './spec.js';

/** Who did what nobody did: the actor of events that kotd itself brings about. */
export const ITSELF = 'kotd';

/**
 * What kotd tells itself when no display has acknowledged a ticket in time. However many boxes do
 * so, one of them takes effect: the others find it told, or meet its commit and then find it told.
 */
export const unseenTicket = command({
  type: 'ticket.unseen',
  method: 'POST',
  path: '/outlets/{outletId}/tickets/{ticketId}/unseen',
  summary: 'No display has acknowledged a ticket in time',
  reach: 'outlet',
  permission: null,
  limit: 'other',
  body: Type.Object({ ticketId: Id }, Closed),
  answer: Type.Object({ ticket: Nullable(Ticket) }, Closed),
  status: 200,
  repeatable: true,
  inTurn: ({ ticketId }) => `ticket/${ticketId}`,
  async decide({ read, context }, { ticketId }) {
    const ticket = await read.need('ticket', ticketId);
    const { fallbackStationId = null } = (await read.get('station', ticket.stationId)) ?? {};
    const fallback = fallbackStationId && (await read.get('station', fallbackStationId));
    return tellUnseen(ticket, fallback || null, context);
  },
});

/** Enters one outlet, for as long as it takes. */
export function itselfAt(organizationId: string, outletId: string): Principal {
  return {
    staffId: ITSELF,
    organizationId,
    name: ITSELF,
    role: 'kitchen',
    outletIds: [outletId],
    sessionId: ITSELF,
    expiresAt: Number.MAX_SAFE_INTEGER,
  };
}
