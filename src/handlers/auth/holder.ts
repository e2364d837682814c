import { isPairedBy } from '../../domain/device.js';
import { isPutOut } from '../../domain/session.js';
import type { StoredDevice } from '../../domain/shapes/device.js';
import type { Session, Staff } from '../../domain/shapes/staff.js';
import { isActive } from '../../domain/staff.js';
import type { Reader } from '../reader.js';
import { mayEnter, type Principal } from './principal.js';

/** Who holds a session, as far as it does not hang on the token. */
export type Holder = Pick<Principal, 'name' | 'role' | 'outletIds' | 'device'> & { id: string };

/**
 * Who holds a session now; null where nobody does any more: the person may not log in, or all their sessions were
 * ended while this one was opened, or they have another PIN than the one that opened it, or the device that it was
 * opened on is not paired as it was. Whether the session itself has ended is for the caller to ask.
 * @param staff whose id the session has, if that is a person
 */
export async function holderOf(
  read: Pick<Reader, 'get'>,
  session: Session,
  staff: Staff | undefined,
): Promise<Holder | null> {
  const good = staff && isActive(staff) && !isPutOut(session, staff);
  const person = good ? personal(staff) : null;
  if (!session.device) return person;
  const device = await read.get('device', session.device.id);
  if (!device || !isPairedBy(device, session)) return null;
  const { id, outletId } = device;
  const on = { device: { id, outletId, sessionId: session.device.sessionId } };
  if (session.staffId === id) return { ...ofDevice(device), ...on };
  const { pinSetAt } = session.device;
  if (pinSetAt !== undefined && pinSetAt !== staff?.pin?.setAt) return null;
  return person && mayEnter(person, outletId) ? { ...person, ...on } : null;
}

function personal({ id, name, role, outletIds }: Staff): Holder {
  return { id, name, role, outletIds };
}

/** Kitchens have wet hands: their screen does what the kitchen may. At a till somebody has to log in. */
export function ofDevice({ id, name, kind, outletId }: StoredDevice): Holder {
  return { id, name, role: kind === 'kds' ? 'kitchen' : 'terminal', outletIds: [outletId] };
}
