import { Type } from '@sinclair/typebox';
import { AuditEntry, type AuditRecord } from '../domain/shapes/audit.js';
import { Closed } from '../domain/shapes/primitives.js';
import { listOf, pageOf, paging } from './lists.js';
import type { Reader } from './reader.js';
import { query } from './spec.js';

/** Looks at the organization's entries for one page: where many outlets are busy it may hold few. */
const MAX_LOOKS = 10;

export const listAudit = query({
  name: 'audit.list',
  path: '/outlets/{outletId}/audit',
  summary:
    'Who did what that needed trust, newest first: here, and with the people of the organization',
  reach: 'outlet',
  permission: 'audit.list',
  limit: 'other',
  query: Type.Object(paging, Closed),
  answer: listOf(AuditEntry),
  async respond({ read, outlet }, asked) {
    const { limit, cursor } = pageOf(asked);
    const records: AuditRecord[] = [];
    let nextCursor = cursor;
    for (let looks = 0; looks < MAX_LOOKS && records.length < limit; looks++) {
      const left = { limit: limit - records.length, cursor: nextCursor };
      const page = await read.page('audit', { index: 'byTime', reverse: true, ...left });
      const here = page.data.filter(({ outletId }) => outletId === null || outletId === outlet.id);
      records.push(...here);
      nextCursor = page.nextCursor;
      if (nextCursor === null) break;
    }
    return { body: { data: await named(read, records), nextCursor } };
  },
});

/** Names are those of now: the audit itself keeps ids. */
async function named(read: Reader, records: readonly AuditRecord[]): Promise<AuditEntry[]> {
  const ids = records.flatMap(({ actor, approvedBy, subject }) => [
    actor,
    subject.id,
    ...(approvedBy === null ? [] : [approvedBy]),
  ]);
  const [staff, devices] = await Promise.all([read.many('staff', ids), read.many('device', ids)]);
  const nameOf = (id: string | null) =>
    id === null ? null : (staff.get(id)?.name ?? devices.get(id)?.name ?? null);
  return records.map(({ rev: _, outletId: __, ...entry }) => ({
    ...entry,
    actorName: nameOf(entry.actor),
    subjectName: nameOf(entry.subject.id),
    approverName: nameOf(entry.approvedBy),
  }));
}
