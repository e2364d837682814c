import type { PageName } from '../frame/open.js';
import { remembered } from '../state/remembered.js';
import { serverFacts } from '../state/server.js';
import type { Door } from './door.js';
import type { Named, Paired, Person, Session, User } from './session.js';

/** Where somebody stands on the way to a page. */
export type Stage =
  | { at: 'asking' }
  | { at: 'login' | 'pair' | 'away' }
  | { at: 'elsewhere'; kind: Paired['kind'] }
  | { at: 'pin'; outlet: Named; people: readonly Person[] }
  | { at: 'stranger'; session: Session }
  | { at: 'outlet'; session: Session }
  | { at: 'in'; session: Session; outlet: Named };

/** The way in that fits this browser and whoever is in. */
export async function stageNow(
  page: PageName,
  door: Door,
  roles: readonly User['role'][],
): Promise<Stage> {
  const session = (page === 'kds' && door.display()) || door.person();
  if (session !== null) return stageOf(session, roles);
  if (page === 'admin') {
    // Known before anything is drawn: what comes later would move the fields under the finger.
    await serverFacts();
    return { at: 'login' };
  }
  const paired = await door.paired();
  if (paired !== null) return stageOnDevice(page, paired, roles);
  // A newcomer has no code, but the demo's login.
  const facts = await serverFacts();
  return { at: facts?.demo ? 'login' : 'pair' };
}

function stageOnDevice(
  page: PageName,
  { kind, outlet, people }: Paired,
  roles: readonly User['role'][],
): Stage {
  if (kind !== page) return { at: 'elsewhere', kind };
  if (people === null) return { at: 'away' };
  return { at: 'pin', outlet, people: people.filter(({ role }) => roles.includes(role)) };
}

/** Whether somebody may work at the page, and where: who has one outlet, or chose one here, is not asked. */
function stageOf(session: Session, roles: readonly User['role'][]): Stage {
  if (!roles.includes(session.user.role)) return { at: 'stranger', session };
  const { outlets } = session;
  const outlet =
    outlets.length === 1 ? outlets[0] : outlets.find(({ id }) => id === chosenOutlet.value);
  return outlet ? { at: 'in', session, outlet } : { at: 'outlet', session };
}

/** The outlet that was chosen last in this browser. */
export const chosenOutlet = remembered<string>('outlet', null, '');
