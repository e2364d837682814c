import type { Login, Role } from '../domain/shapes/staff.js';
import { normalEmail } from '../domain/staff.js';
import type { Store } from '../db/store.js';
import type { Principal } from '../handlers/auth/principal.js';
import type { Road } from '../handlers/road.js';
import { HEADS, KARNATAKA } from './heads.js';
import { CHOICES, type DemoItem, type DemoStation, MENU } from './menu.js';

/** A login of the demo, printed at the start. */
export interface DemoLogin {
  name: string;
  email: string;
  password: string;
  /** On a paired device. */
  pin: string;
  role: Role;
}

/** Easy to type: columns of the keypad, and its corners. */
const PINS: Record<Role, string> = {
  owner: '2580',
  manager: '1470',
  cashier: '3690',
  waiter: '7410',
  kitchen: '9630',
};

const OWNER = person('Asha Rao', 'owner');
const PEOPLE: readonly DemoLogin[] = [
  person('Vikram Shetty', 'manager'),
  person('Meera Nair', 'cashier'),
  person('Ravi Kumar', 'waiter'),
  person('Sana Khan', 'waiter', 'waiter2'),
  person('Joseph Pinto', 'waiter', 'waiter3'),
  person('Chef Farida', 'kitchen'),
  person('Chef Anthony', 'kitchen', 'kitchen2'),
];

export const DEMO_LOGINS: readonly DemoLogin[] = [OWNER, ...PEOPLE];

const ORGANIZATION = 'Annapurna Hospitality';
const OUTLETS = Object.keys(HEADS);
/** Besides "Kitchen", which every outlet starts with. */
const STATIONS: readonly DemoStation[] = ['Tandoor', 'Chaat & Fry', 'Bar'];
/** Tables in rows, so many in each. */
const SECTIONS = [
  { section: 'Hall', tables: 12, inRow: 4, seats: 4, shape: 'square' },
  { section: 'Terrace', tables: 6, inRow: 3, seats: 2, shape: 'round' },
  { section: 'Family room', tables: 2, inRow: 2, seats: 8, shape: 'long' },
] as const;

/**
 * Makes the demo organization through the road every other command takes. Each step has a fixed command
 * id, so a start that was cut off is finished by the next one and nothing is made twice.
 * @returns false when the store already held an organization that is not an unfinished demo
 */
export async function seedDemo(store: Store, road: Road): Promise<boolean> {
  const scope = { organizationId: '' };
  const owner = await store.get(scope, 'login', normalEmail(OWNER.email));
  const last = await store.get(scope, 'login', normalEmail(PEOPLE.at(-1)?.email ?? ''));
  const seed = new Seed(store, road);
  if (last) {
    await seed.complete(last.organizationId);
    return false;
  }
  if (!owner && (await store.organizations(null, 1)).length > 0) return false;
  await seed.run(owner);
  return true;
}

/** Whether the demo organization is in the store. */
export async function isDemo(store: Store): Promise<boolean> {
  return (await store.get({ organizationId: '' }, 'login', normalEmail(OWNER.email))) !== undefined;
}

class Seed {
  readonly #store: Store;
  readonly #road: Road;
  #principal: Principal | null = null;

  constructor(store: Store, road: Road) {
    this.#store = store;
    this.#road = road;
  }

  /** @param owner the owner's login, where an earlier start came so far */
  async run(owner: Login | undefined): Promise<void> {
    const { organizationId, staffId } = owner ?? (await this.#found());
    this.#becomeOwner(organizationId, staffId);
    const page = { index: 'byCreation', limit: OUTLETS.length } as const;
    const { data: outlets } = await this.#store.page({ organizationId }, 'outlet', page);
    const outletIds = outlets.map(({ id }) => id);
    for (const name of OUTLETS.slice(outletIds.length)) {
      outletIds.push(await this.#make('outlet.create', null, name, { name }));
    }
    await Promise.all(outletIds.map((outletId) => this.#furnish(outletId)));
    // People come last, one by one: the last of them tells the next start that nothing is missing.
    for (const person of PEOPLE) {
      const login = await this.#store.get({ organizationId }, 'login', normalEmail(person.email));
      const { pin: _, ...body } = person;
      if (!login) await this.#make('staff.create', null, person.email, { ...body, outletIds });
    }
    await this.complete(organizationId);
  }

  /** Adds what is missing: a start may have been cut off before it, or was of an older kotd. */
  async complete(organizationId: string): Promise<void> {
    await this.#pins(organizationId);
    await this.#heads(organizationId);
  }

  async #pins(organizationId: string): Promise<void> {
    const scope = { organizationId };
    for (const { email, pin, role } of DEMO_LOGINS) {
      const login = await this.#store.get(scope, 'login', normalEmail(email));
      const staff = login && (await this.#store.get(scope, 'staff', login.staffId));
      if (!staff) continue;
      if (role === 'owner') this.#becomeOwner(organizationId, staff.id);
      if (staff.pin) continue;
      await this.#do('staff.setPin', null, `pin ${email}`, { staffId: staff.id, pin });
    }
  }

  /**
   * Whatever somebody has said of an outlet stays; and one that went to another state is not the
   * demo's any more.
   */
  async #heads(organizationId: string): Promise<void> {
    const page = { index: 'byCreation', limit: OUTLETS.length } as const;
    const { data: outlets } = await this.#store.page({ organizationId }, 'outlet', page);
    for (const { id, name, stateCode, head: said } of outlets) {
      const head = HEADS[name];
      if (!head || said || stateCode !== KARNATAKA) continue;
      await this.#do('outlet.change', id, 'head', { head });
    }
  }

  #becomeOwner(organizationId: string, staffId: string): void {
    this.#principal = {
      staffId,
      organizationId,
      name: OWNER.name,
      role: 'owner',
      outletIds: [],
      sessionId: 'demo',
      expiresAt: Number.MAX_SAFE_INTEGER,
    };
  }

  async #found(): Promise<Pick<Login, 'organizationId' | 'staffId'>> {
    const { name: ownerName, email, password } = OWNER;
    const body = { name: ORGANIZATION, ownerName, email, password, outletName: OUTLETS[0] };
    const founded = await this.#do('organization.create', null, 'organization', body);
    const { user } = founded as { user: { id: string; organizationId: string } };
    return { organizationId: user.organizationId, staffId: user.id };
  }

  async #furnish(outletId: string): Promise<void> {
    const settings = { stateCode: KARNATAKA, roundTo: 100 };
    const outlet = await this.#do('outlet.change', outletId, 'settings', settings);
    const { defaultStationId } = outlet as { defaultStationId: string };
    const stations = new Map([['Kitchen', defaultStationId]]);
    for (const name of STATIONS) {
      stations.set(name, await this.#make('station.create', outletId, name, { name }));
    }
    let number = 0;
    for (const { section, tables, inRow, seats, shape } of SECTIONS) {
      for (let i = 0; i < tables; i++) {
        const name = `T${++number}`;
        const x = middleOf(i % inRow, inRow);
        const y = middleOf(Math.floor(i / inRow), Math.ceil(tables / inRow));
        const table = { name, section, seats, shape, x, y };
        await this.#make('table.create', outletId, name, table);
      }
    }
    const taxClasses = await this.#taxClasses(outletId);
    for (const category of MENU) {
      const { name } = category;
      const categoryId = await this.#make('category.create', outletId, `category ${name}`, {
        name,
      });
      for (const item of category.items) {
        const cooks = item.stations ?? category.stations;
        const stationIds = cooks.flatMap((name) => stations.get(name) ?? []);
        await this.#make('menu.createItem', outletId, item.name, {
          ...bodyOf(item),
          categoryId,
          taxClassId: taxClasses.get(item.tax ?? 'GST 5 %'),
          stationIds,
        });
      }
    }
  }

  async #taxClasses(outletId: string): Promise<Map<string, string>> {
    const { body } = await this.#road.ask({
      name: 'menu.read',
      outletId,
      principal: this.#principal,
      query: {},
    });
    const { taxClasses } = body as { taxClasses: { id: string; name: string }[] };
    return new Map(taxClasses.map(({ id, name }) => [name, id]));
  }

  async #make(type: string, outletId: string | null, step: string, body: object): Promise<string> {
    const made = (await this.#do(type, outletId, step, body)) as { id: string };
    return made.id;
  }

  async #do(type: string, outletId: string | null, step: string, body: object): Promise<unknown> {
    const reply = await this.#road.run({
      id: `demo/${outletId ?? ''}/${step}`,
      type,
      outletId,
      principal: this.#principal,
      body,
      ifMatch: null,
      traceId: 'demo',
    });
    if (reply.status >= 400) {
      throw new Error(`the demo could not be made: ${type} ${step}: ${JSON.stringify(reply.body)}`);
    }
    return reply.body;
  }
}

function person(name: string, role: Role, mailbox: string = role): DemoLogin {
  const email = `${mailbox}@demo.kotd`;
  return { name, email, password: `demo-${role}`, pin: PINS[role], role };
}

/** Of the n-th of so many equal parts of a plan, in thousandths. */
function middleOf(n: number, parts: number): number {
  return Math.round((1000 * (n + 0.5)) / parts);
}

function bodyOf({ name, price, food = 'veg', variants = [], choices = [] }: DemoItem) {
  return {
    name,
    food,
    price: paise(price),
    variants: variants.map(([name, price]) => ({ name, price: paise(price) })),
    modifierGroups: choices.map((choice) => {
      const [name, min, max, modifiers] = CHOICES[choice];
      return {
        name,
        min,
        max,
        modifiers: modifiers.map(([name, price]) => ({ name, price: paise(price) })),
      };
    }),
  };
}

function paise(rupees: number): number {
  return Math.round(rupees * 100);
}
