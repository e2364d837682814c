import type { Collection, Documents } from '../domain/decision.js';

/**
 * How far a collection's documents reach. `system`: one namespace for all organizations (only what a
 * login must find before it knows the organization). A commit in a scope may write documents of its
 * outlet, of its organization, and of the system; never another organization's.
 */
export type Level = 'system' | 'organization' | 'outlet';

export interface Index<D> {
  /** Top-level fields in order: a query fixes a prefix of them and is ordered by the rest, then by id. */
  fields: readonly (keyof D & string)[];
  /** Only documents with exactly these values are in the index. */
  where?: Partial<D>;
}

export interface CollectionSpec<D> {
  level: Level;
  indexes: { readonly [name: string]: Index<D> };
  /**
   * A commit that writes documents of this collection advances the scope's counter `version/<this>`
   * by one (once per commit, whatever their number): caches ask it whether their bytes still hold.
   */
  version?: 'menu' | 'tables' | 'stations';
  /** Field with the instant (RFC 3339) after which the store may sweep the document. */
  expires?: keyof D & string;
}

/** By id, which is the order of creation: ids begin with the time. */
const all = { all: { fields: [] } } as const;

/** The one list of collections and indexes; each store builds its keys or its indexes from it. */
export const COLLECTIONS = {
  login: { level: 'system', indexes: {} },
  organization: { level: 'organization', indexes: all },
  outlet: { level: 'organization', indexes: { byCreation: { fields: ['createdAt'] } } },
  staff: { level: 'organization', indexes: { byCreation: { fields: ['createdAt'] } } },
  session: {
    level: 'organization',
    indexes: { byStaff: { fields: ['staffId', 'createdAt'] } },
    expires: 'expiresAt',
  },
  device: { level: 'organization', indexes: { byOutlet: { fields: ['outletId', 'createdAt'] } } },
  // Of the system as logins are; but what is good for minutes is in no dump.
  pairingCode: { level: 'system', indexes: {}, expires: 'expiresAt' },
  pinTries: { level: 'organization', indexes: {}, expires: 'expiresAt' },
  // Of the organization, since people are: an outlet's list passes over the entries of others.
  audit: { level: 'organization', indexes: { byTime: { fields: ['at'] } } },
  station: { level: 'outlet', indexes: all, version: 'stations' },
  category: { level: 'outlet', indexes: all, version: 'menu' },
  taxClass: { level: 'outlet', indexes: all, version: 'menu' },
  menuItem: { level: 'outlet', indexes: all, version: 'menu' },
  table: { level: 'outlet', indexes: all, version: 'tables' },
  order: {
    level: 'outlet',
    indexes: {
      byCreation: { fields: ['createdAt'] },
      byStatus: { fields: ['status', 'createdAt'] },
    },
  },
  ticket: {
    level: 'outlet',
    indexes: {
      byOrder: { fields: ['orderId', 'createdAt'] },
      open: { fields: ['createdAt'], where: { open: true } },
      openByStation: { fields: ['stationId', 'createdAt'], where: { open: true } },
      openByFallback: {
        fields: ['fallbackStationId', 'createdAt'],
        where: { open: true, rerouted: true },
      },
    },
  },
  bill: {
    level: 'outlet',
    indexes: {
      byCreation: { fields: ['issuedAt'] },
      byDay: { fields: ['businessDay', 'issuedAt'] },
      byDayAndStatus: { fields: ['businessDay', 'status', 'issuedAt'] },
      byStatus: { fields: ['status', 'issuedAt'] },
    },
  },
  billPrint: { level: 'outlet', indexes: { byBill: { fields: ['billId'] } } },
  lineVoid: { level: 'outlet', indexes: { byDay: { fields: ['businessDay', 'at'] } } },
  approval: { level: 'outlet', indexes: {}, expires: 'expiresAt' },
} as const satisfies { [C in Collection]: CollectionSpec<Documents[C]> };

export type IndexName<C extends Collection> = keyof (typeof COLLECTIONS)[C]['indexes'] & string;
