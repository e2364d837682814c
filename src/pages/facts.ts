import { type Answer, jsonAnswer } from '../http/answer.js';
import type { RouteTable } from '../http/table.js';

/** What a page may know of its server before anybody has signed in. */
export interface Facts {
  version: string;
  /** Logins of the demo organization where it is in the store; they stand in the README too. */
  demo: readonly { role: string; email: string; password: string }[] | null;
}

const PATH = '/pages.json';

/** @param find asked once; again only where it failed */
export function addFacts(table: RouteTable, find: () => Promise<Facts>): void {
  let found: Promise<Answer> | null = null;
  const look = () => {
    const answer = find().then((facts) => jsonAnswer(200, facts, null));
    answer.catch(() => {
      found = null;
    });
    return answer;
  };
  table.add('GET', PATH, {
    label: PATH,
    parameters: 0,
    handle() {
      found ??= look();
      return found;
    },
  });
}
