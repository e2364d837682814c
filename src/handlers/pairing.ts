import { Type } from '@sinclair/typebox';
import type { Decision } from '../domain/decision.js';
import { pair, publicDevice } from '../domain/device.js';
import { KotdError, notFound } from '../domain/errors.js';
import { newDeviceSession } from '../domain/session.js';
import { Device, Person } from '../domain/shapes/device.js';
import { Closed } from '../domain/shapes/primitives.js';
import { codeId } from './auth/codes.js';
import { ofDevice } from './auth/holder.js';
import { LoggedIn, OutletName, presentStep, type SessionStep, stepOf } from './auth/steps.js';
import { peopleOf } from './people.js';
import { command, query, type Work } from './spec.js';

/** What a terminal has to know of itself. */
const where = { device: Device, outlet: OutletName, organization: OutletName };
type Name = SessionStep['outlets'][number];

/** What is kept of a pairing. */
interface Paired extends SessionStep {
  device: Device;
  outlet: Name;
  organization: Name;
}

export const postPair = command({
  type: 'auth.pair',
  method: 'POST',
  path: '/auth/pair',
  summary: 'Become a device by the code that the office was shown; each works once',
  reach: 'public',
  permission: null,
  limit: 'auth',
  body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) }, Closed),
  answer: Type.Composite([LoggedIn, Type.Object(where)], Closed),
  status: 200,
  secrets: ['code'],
  hidesIds: true,
  async scope({ read, tokens }, { code }) {
    const found = await read.get('pairingCode', codeId(tokens, code));
    if (!found) throw new KotdError('pairing_code_invalid');
    const { organizationId, outletId } = found;
    return { organizationId, outletId };
  },
  async decide(work, { code }): Promise<Decision<Paired>> {
    const { read, tokens, scope } = work;
    const id = codeId(tokens, code);
    const found = await read.get('pairingCode', id);
    const device = found && (await read.get('device', found.deviceId));
    if (!device) throw new KotdError('pairing_code_invalid');
    // Nobody is logged in: the device itself does it.
    const context = { ...work.context, actor: { id: device.id, role: null } };
    const session = newDeviceSession(device.id, context);
    const { counters, changes } = pair(device, id, session, context);
    const { outlet, organization } = await namesAt(read, scope.organizationId, device.outletId);
    const step = stepOf(session, ofDevice(device), [outlet], work);
    return {
      counters,
      changes(numbers) {
        const pairing = changes(numbers);
        const result = { ...step, device: publicDevice(pairing.result), outlet, organization };
        return { ...pairing, result };
      },
    };
  },
  async present(work, result) {
    const { device, outlet, organization } = result as Paired;
    return { ...(await presentStep(work, result)), device, outlet, organization };
  },
});

export const getDevice = query({
  name: 'device.self',
  path: '/auth/device',
  summary: 'Of a device: which it is, where, and who may log in on it',
  reach: 'organization',
  permission: 'device.self',
  limit: 'other',
  query: Type.Object({}, Closed),
  answer: Type.Object({ ...where, people: Type.Array(Person) }, Closed),
  async respond({ read, scope, principal }) {
    const device = await ownDevice({ read, principal });
    const [names, people] = await Promise.all([
      namesAt(read, scope.organizationId, device.outletId),
      peopleOf(read, device.outletId),
    ]);
    return { body: { device: publicDevice(device), ...names, people } };
  },
});

/**
 * The device that calls. People who may call as it may (a kitchen's) find none.
 * @throws not_found, unauthenticated
 */
export async function ownDevice({ read, principal }: Pick<Work, 'read' | 'principal'>) {
  if (principal.device?.id !== principal.staffId) throw notFound();
  const { id, sessionId } = principal.device;
  const device = await read.need('device', id);
  // Callers are believed for a moment; what is to be opened now would hold for hours.
  if (device.sessionId !== sessionId) throw new KotdError('unauthenticated');
  return { ...device, sessionId };
}

async function namesAt(read: Work['read'], organizationId: string, outletId: string) {
  const [outlet, organization] = await Promise.all([
    read.need('outlet', outletId),
    read.need('organization', organizationId),
  ]);
  return { outlet: nameOf(outlet), organization: nameOf(organization) };
}

function nameOf({ id, name }: Name): Name {
  return { id, name };
}
