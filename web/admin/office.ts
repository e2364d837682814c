import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Answer, Body, Found, Query } from '../../client/calls.js';
import type { CommandName, Question } from '../../client/routes.js';
import type { PageProps } from '../entry/entry.js';
import type { Live } from './live.js';

/** What every part of the back office works with: one outlet, and somebody who may run it. */
export interface Office {
  readonly outlet: PageProps['outlet'];
  readonly user: PageProps['session']['user'];
  /** All outlets this person may enter. */
  readonly outlets: PageProps['session']['outlets'];
  readonly live: Live;
  query<N extends Question>(name: N, query: Query<N>): Promise<Found<N>>;
  /** @param rev the revision that must still be the newest */
  command<T extends CommandName>(type: T, body: Body<T>, rev?: number): Promise<Answer<T>>;
}

export function officeOf({ session, outlet }: PageProps, live: Live): Office {
  const { api, user, outlets } = session;
  const here = { outlet: outlet.id };
  return {
    outlet,
    user,
    outlets,
    live,
    query: (name, query) => api.query(name, query, here),
    command: (type, body, rev) =>
      api.command(type, body, rev === undefined ? here : { ...here, ifMatch: rev }),
  };
}

export const OfficeContext = createContext<Office | null>(null);

export function useOffice(): Office {
  const office = useContext(OfficeContext);
  if (!office) throw new Error('outside the back office');
  return office;
}

/** Of a list that fits into one answer: no outlet has more tables, people or devices. */
export const ALL = { limit: 1000 } as const;
