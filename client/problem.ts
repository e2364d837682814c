import type { Problem } from '../src/handlers/problem.js';

export type { Problem };
/** The stable codes of refusals; docs/reference.md lists them. */
export type ProblemCode = Problem['code'];

/** The server refused. What to do hangs on `problem.code`; the words are for people. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ProblemError';
    this.problem = problem;
  }

  get code(): ProblemCode {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** Nobody answered, or not in time. Whether it took effect is not known. */
export class Unreachable extends Error {
  constructor(what: string, cause?: unknown) {
    super(`${what}: the server cannot be reached`, { cause });
    this.name = 'Unreachable';
  }
}

/** Nobody is signed in here, or not any more. */
export class SignedOut extends Error {
  constructor() {
    super('nobody is signed in');
    this.name = 'SignedOut';
  }
}

/** It was closed: it takes nothing more, and answers nothing more. What was stored waits for the next program. */
export class Closed extends Error {
  constructor(what: string) {
    super(`${what} is closed`);
    this.name = 'Closed';
  }
}

/** How long the refusal asks to wait, in ms; null where it does not say. */
export function retryAfterMs(problem: Problem): number | null {
  const { retryAfterSeconds } = problem;
  return typeof retryAfterSeconds === 'number' ? retryAfterSeconds * 1000 : null;
}
