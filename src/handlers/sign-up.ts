import type { Decision } from '../domain/decision.js';
import { KotdError } from '../domain/errors.js';
import { foundOrganization } from '../domain/organization.js';
import { newSession } from '../domain/session.js';
import { NewOrganization } from '../domain/shapes/organization.js';
import { normalEmail, refuseTakenEmail } from '../domain/staff.js';
import { LoggedIn, presentStep, type SessionStep, stepOf } from './auth/steps.js';
import { command } from './spec.js';

export const signUp = command({
  type: 'organization.create',
  method: 'POST',
  path: '/organizations',
  summary: 'Sign up: an organization with its owner and first outlet',
  reach: 'public',
  permission: null,
  limit: 'auth',
  body: NewOrganization,
  answer: LoggedIn,
  status: 201,
  secrets: ['password'],
  account: (body) => normalEmail(body.email),
  // The organization's id follows from the command's and the owner's, so that a repeat finds what the
  // first one founded, and nobody meets the ids of others.
  async scope(work, body, commandId) {
    const { newId } = work.context;
    const organizationId = commandId
      ? work.tokens.fingerprint(`organization ${commandId} ${normalEmail(body.email)}`).slice(0, 24)
      : newId();
    return { organizationId, outletId: newId() };
  },
  async decide(work, body): Promise<Decision<SessionStep>> {
    const { organizationId, outletId = '' } = work.scope;
    const [login, taken] = await Promise.all([
      work.read.get('login', normalEmail(body.email)),
      work.read.get('organization', organizationId),
    ]);
    // Asked before the rule is, since hashing a password costs more than a look. The organization is
    // there without the command's answer when the answer has been swept, long ago.
    if (taken) throw new KotdError('idempotency_key_reused');
    refuseTakenEmail(login);
    const { password, ...given } = body;
    const passwordHash = await work.passwords.hash(password);
    const state = { organizationId, outletId, login };
    const founding = foundOrganization({ ...given, passwordHash }, state, work.context);
    return {
      counters: founding.counters,
      changes(numbers) {
        const { documents, events, result } = founding.changes(numbers);
        const { owner, outlet } = result;
        const session = newSession(owner, work.context);
        return {
          documents: [...documents, { collection: 'session', value: session }],
          events,
          result: stepOf(session, owner, [{ id: outlet.id, name: outlet.name }], work),
        };
      },
    };
  },
  present: presentStep,
});
