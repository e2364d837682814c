import type { Found } from '../../../client/calls.js';

export type Entry = Found<'audit.list'>['data'][number];
type Action = Entry['action'];

/** What one looks for, and the actions that are of it. */
export const KINDS = {
  taken: ['order.lineVoided', 'order.cancelled', 'bill.cancelled'],
  duplicates: ['bill.printed'],
  approvals: ['approval.granted'],
  people: ['staff.created', 'staff.changed', 'staff.passwordReset', 'pin.set', 'pin.locked'],
  devices: [
    'device.created',
    'device.codeRenewed',
    'device.paired',
    'device.unpaired',
    'device.revoked',
  ],
} as const satisfies Record<string, readonly Action[]> as Record<
  'taken' | 'duplicates' | 'approvals' | 'people' | 'devices',
  readonly Action[]
>;
export type Kind = keyof typeof KINDS;

/** Whether the entry names what is sought: somebody, a reason, a number, a dish. */
export function matches(entry: Entry, sought: string, deed: string): boolean {
  const { actorName, subjectName, approverName, reason } = entry;
  const said = [deed, actorName, subjectName, approverName, reason].join(' ').toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}

/** Entries of the same day together, in the order they come. @param dayOf the day of an instant, as it is shown */
export function byDay(
  entries: readonly Entry[],
  dayOf: (at: string) => string,
): [string, Entry[]][] {
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const day = dayOf(entry.at);
    const known = days.get(day);
    if (known) known.push(entry);
    else days.set(day, [entry]);
  }
  return [...days];
}
