import { audited } from './audit.js';
import { type Context, type Decision, decided, happened, type Put } from './decision.js';
import { KotdError } from './errors.js';
import type { PinTries } from './shapes/pin.js';
import type { Staff } from './shapes/staff.js';
import { type OfficeState, refuseOutOfReach } from './staff-change.js';

/** Wrong PINs in a row after which the next one has to wait. */
export const FREE_TRIES = 5;
/** The first wait, and the longest, in seconds; each wrong PIN after a wait doubles it. */
export const FIRST_WAIT = 60;
export const LONGEST_WAIT = 3600;
/** Wrong PINs are forgotten when none came for so long, in seconds. */
const FORGOTTEN = 24 * 3600;

/** All the same digit, or a run up or down, beyond 9 and 0 too: the first that anybody would try. */
const WEAK_STEPS: readonly number[] = [0, 1, 9];

/** @throws pin_weak */
export function refuseWeakPin(pin: string): void {
  const digits = [...pin].map(Number);
  const steps = new Set(digits.slice(1).map((digit, i) => (digit - (digits[i] ?? 0) + 10) % 10));
  const [step = 0] = steps;
  if (steps.size > 1 || !WEAK_STEPS.includes(step)) return;
  throw new KotdError('pin_weak', {
    errors: [{ pointer: '/pin', message: 'all the same, or a run' }],
  });
}

/** A person may change their own PIN, and whoever decides about them. @throws forbidden */
export function refusePinChange(
  staff: Staff,
  state: Pick<OfficeState, 'outlets'>,
  context: Context,
): void {
  if (staff.id !== context.actor.id) refuseOutOfReach(staff, state, context);
}

/** Gives a person another PIN; what was tried with the one before counts no more. */
export function setPin(staff: Staff, hash: string, context: Context): Decision<null> {
  const { id } = staff;
  const value: Staff = { ...staff, pin: { hash, setAt: context.now }, rev: staff.rev + 1 };
  const deed = { action: 'pin.set', outletId: null, subject: { kind: 'staff', id } } as const;
  return decided({
    documents: [{ collection: 'staff', value }, audited(deed, context)],
    events: [happened('staff.pinSet', { id }, context)],
    result: null,
  });
}

/** Whose PIN was asked for, where, and what was tried there before. */
export interface PinTrial {
  staff: Pick<Staff, 'id' | 'pin'>;
  /** A device, or the person who asked while on none. */
  placeId: string;
  outletId: string;
  tries: PinTries | undefined;
}

export function triesId(staffId: string, placeId: string): string {
  return `${staffId}/${placeId}`;
}

/** @throws pin_locked with `retryAfterSeconds` */
export function refuseLocked(trial: PinTrial, { now }: Context): void {
  if (wrongSoFar(trial, now) === 0) return;
  const until = trial.tries?.lockedUntil ?? now;
  if (until <= now) return;
  const retryAfterSeconds = Math.ceil((Date.parse(until) - Date.parse(now)) / 1000);
  throw new KotdError('pin_locked', { extra: { retryAfterSeconds } });
}

/** Counts a wrong PIN, and locks from the FREE_TRIES-th in a row on. */
export function wrongPin(trial: PinTrial, context: Context): Decision<null> {
  const { now } = context;
  const { staff, outletId } = trial;
  const wrong = wrongSoFar(trial, now) + 1;
  const doublings = wrong - FREE_TRIES;
  const wait = doublings < 0 ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** doublings);
  const lockedUntil = wait === 0 ? null : later(now, wait);
  const documents = [counted(trial, wrong, lockedUntil, now)];
  if (lockedUntil !== null) {
    const subject = { kind: 'staff', id: staff.id } as const;
    const details = { wrong, until: lockedUntil };
    documents.push(audited({ action: 'pin.locked', outletId, subject, details }, context));
  }
  return decided({ documents, events: [], result: null, refusal: new KotdError('wrong_pin') });
}

/**
 * To be written with whatever a right PIN let happen: of many tries at once, on whichever workers, each
 * then has to be decided after the one before, so that no more than FREE_TRIES are ever answered.
 */
export function rightPin(trial: PinTrial, { now }: Context): Put {
  return counted(trial, 0, null, now);
}

function wrongSoFar({ staff, tries }: PinTrial, now: string): number {
  const meant = tries?.pinSetAt === (staff.pin?.setAt ?? null) && tries.expiresAt > now;
  return meant ? tries.wrong : 0;
}

function counted(
  { staff, placeId, tries }: PinTrial,
  wrong: number,
  lockedUntil: string | null,
  now: string,
): Put {
  const value: PinTries = {
    id: triesId(staff.id, placeId),
    rev: (tries?.rev ?? 0) + 1,
    pinSetAt: staff.pin?.setAt ?? null,
    wrong,
    lockedUntil,
    expiresAt: later(now, FORGOTTEN),
  };
  return { collection: 'pinTries', value };
}

function later(now: string, seconds: number): string {
  return new Date(Date.parse(now) + seconds * 1000).toISOString();
}
