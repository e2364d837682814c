import { COUNTRIES } from './countries.js';
import { type Context, type Decision, type Put, decided, happened } from './decision.js';
import type { EventDraft } from './decision.js';
import { refuseTakenName } from './names.js';
import type { TaxClass } from './shapes/menu.js';
import type {
  CountryCode,
  NewOrganization,
  NewOutlet,
  Organization,
  Outlet,
  Station,
} from './shapes/organization.js';
import type { Login, StaffMember } from './shapes/staff.js';
import { newStaff, publicStaff, refuseTakenEmail } from './staff.js';

export interface Founded {
  organization: Organization;
  outlet: Outlet;
  owner: StaffMember;
}

export interface FoundingState {
  organizationId: string;
  outletId: string;
  /** What stands under the normal form of the owner's e-mail address. */
  login: Login | undefined;
}

/**
 * A new organization with its first outlet and its owner; to be committed in that outlet's scope.
 * The ids come from outside because the scope must be known before anything is decided.
 * @throws email_taken
 */
export function foundOrganization(
  body: Omit<NewOrganization, 'password'> & { passwordHash: string },
  state: FoundingState,
  context: Context,
): Decision<Founded> {
  refuseTakenEmail(state.login);
  const { name, country = 'IN', email, passwordHash } = body;
  const { organizationId, outletId } = state;
  const organization = { id: organizationId, rev: 1, name, country, createdAt: context.now };
  const opened = opening({ id: outletId, name: body.outletName, country, others: [] }, context);
  const { staff, documents } = newStaff(
    { name: body.ownerName, email, passwordHash, role: 'owner', outletIds: [outletId] },
    organizationId,
    context,
  );
  return decided({
    documents: [
      { collection: 'organization', value: organization },
      ...documents,
      ...opened.documents,
    ],
    events: opened.events,
    result: { organization, outlet: opened.outlet, owner: publicStaff(staff) },
  });
}

/**
 * A further outlet, to be committed in its own scope. The organization is written too: of two that
 * open at once one must decide again, or both would number their invoices under one prefix.
 * @throws name_taken
 */
export function openOutlet(
  body: NewOutlet,
  state: { outletId: string; organization: Organization; outlets: readonly Outlet[] },
  context: Context,
): Decision<Outlet> {
  const { organization, outlets } = state;
  refuseTakenName(
    body.name,
    outlets.map((outlet) => outlet.name),
  );
  const { outlet, documents, events } = opening(
    { id: state.outletId, name: body.name, country: organization.country, others: outlets },
    context,
  );
  return decided({
    documents: [
      { collection: 'organization', value: { ...organization, rev: organization.rev + 1 } },
      ...documents,
    ],
    events,
    result: outlet,
  });
}

interface Opening {
  id: string;
  name: string;
  country: CountryCode;
  /** The outlets that the organization has already. */
  others: readonly Outlet[];
}

/** What every outlet starts with: the station "Kitchen", the tax classes of its country, no items. */
function opening(
  { id, name, country, others }: Opening,
  context: Context,
): { outlet: Outlet; documents: Put[]; events: EventDraft[] } {
  const { currency, timeZone, stateCode, taxClasses } = COUNTRIES[country];
  const station: Station = { id: context.newId(), rev: 1, name: 'Kitchen' };
  const outlet: Outlet = {
    id,
    rev: 1,
    name,
    invoicePrefix: freePrefix(others),
    country,
    stateCode,
    currency,
    timeZone,
    dayStartsAt: '04:00',
    roundTo: 1,
    defaultStationId: station.id,
    routing: [],
    createdAt: context.now,
  };
  const classes: TaxClass[] = taxClasses.map(({ name, rate, inclusive, hsn }) => {
    return { id: context.newId(), rev: 1, name, rate, inclusive, hsn };
  });
  return {
    outlet,
    documents: [
      { collection: 'outlet', value: outlet },
      { collection: 'station', value: station },
      ...classes.map((value): Put => ({ collection: 'taxClass', value })),
    ],
    events: [
      happened('outlet.opened', { outlet }, context),
      happened('station.created', { station }, context),
      ...classes.map((taxClass) => happened('menu.taxClassCreated', { taxClass }, context)),
    ],
  };
}

/** A, B … Z, AA, AB …: by how many outlets there are, and the next one that none of them has. */
function freePrefix(outlets: readonly Outlet[]): string {
  const taken = new Set(outlets.map((outlet) => outlet.invoicePrefix));
  for (let count = outlets.length; ; count++) {
    const prefix = letters(count);
    if (!taken.has(prefix)) return prefix;
  }
}

function letters(count: number): string {
  const last = String.fromCharCode(65 + (count % 26));
  return count < 26 ? last : letters(Math.floor(count / 26) - 1) + last;
}
