import type { Body, Found } from '../../../client/calls.js';
import { wholeOf } from '../form/amount.js';
import { faults, type Faults, wrongName } from '../form/faults.js';
import { type HeadDraft, headChangeOf, headDraftOf, wrongHead } from './head-draft.js';

export type Outlet = Found<'outlet.read'>;
type Change = Body<'outlet.change'>;

/** The settings of an outlet as they stand in the form. */
export interface SettingsDraft {
  name: string;
  /** Empty: there is none. */
  stateCode: string;
  timeZone: string;
  dayStartsAt: string;
  roundTo: Outlet['roundTo'];
  defaultStationId: string;
  warnMinutes: string;
  lateMinutes: string;
  sittingWarnMinutes: string;
  sittingLateMinutes: string;
  /** 0: never. */
  unseenAfterSeconds: string;
  head: HeadDraft;
}

const MOST_MINUTES = 600;
const MOST_SECONDS = 3600;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

export function settingsOf(outlet: Outlet): SettingsDraft {
  const { name, stateCode, timeZone, dayStartsAt, roundTo, defaultStationId } = outlet;
  const { kitchen, floor } = outlet;
  return {
    ...{ name, timeZone, dayStartsAt, roundTo, defaultStationId },
    stateCode: stateCode ?? '',
    warnMinutes: String(kitchen?.warnMinutes ?? 10),
    lateMinutes: String(kitchen?.lateMinutes ?? 20),
    sittingWarnMinutes: String(floor?.warnMinutes ?? 45),
    sittingLateMinutes: String(floor?.lateMinutes ?? 90),
    unseenAfterSeconds: String(outlet.unseenAfterSeconds ?? 30),
    head: headDraftOf(outlet.head),
  };
}

export function wrongSettings(draft: SettingsDraft): Faults {
  const unseen = wholeOf(draft.unseenAfterSeconds, 0, MOST_SECONDS);
  const found = faults(
    ['/name', wrongName(draft.name)],
    ['/timeZone', draft.timeZone.trim() === '' ? 'needed' : null],
    ['/dayStartsAt', TIME.test(draft.dayStartsAt) ? null : 'notTime'],
    ['/unseenAfterSeconds', 'wrong' in unseen ? unseen.wrong : null],
  );
  return {
    ...found,
    ...wrongAges('/kitchen', draft.warnMinutes, draft.lateMinutes),
    ...wrongAges('/floor', draft.sittingWarnMinutes, draft.sittingLateMinutes),
    ...wrongHead(draft.head),
  };
}

function wrongAges(pointer: string, warnMinutes: string, lateMinutes: string): Faults {
  const warn = wholeOf(warnMinutes, 1, MOST_MINUTES);
  const late = wholeOf(lateMinutes, 1, MOST_MINUTES);
  const early = 'value' in warn && 'value' in late && late.value <= warn.value;
  return faults(
    [`${pointer}/warnMinutes`, 'wrong' in warn ? warn.wrong : null],
    [`${pointer}/lateMinutes`, 'wrong' in late ? late.wrong : early ? 'lateBeforeWarn' : null],
  );
}

/** Only what differs: what somebody else changed meanwhile elsewhere is not set back. */
export function changeOf(outlet: Outlet, draft: SettingsDraft): Change {
  const before = settingsOf(outlet);
  const { name, stateCode, timeZone, dayStartsAt, roundTo, defaultStationId } = draft;
  const differs = (field: keyof SettingsDraft) => draft[field] !== before[field];
  const head = headChangeOf(outlet.head, draft.head);
  const kitchen = {
    warnMinutes: Number(draft.warnMinutes),
    lateMinutes: Number(draft.lateMinutes),
  };
  const floor = {
    warnMinutes: Number(draft.sittingWarnMinutes),
    lateMinutes: Number(draft.sittingLateMinutes),
  };
  return {
    ...(differs('name') ? { name: name.trim() } : {}),
    ...(differs('stateCode') ? { stateCode: stateCode === '' ? null : stateCode } : {}),
    ...(differs('timeZone') ? { timeZone: timeZone.trim() } : {}),
    ...(differs('dayStartsAt') ? { dayStartsAt } : {}),
    ...(differs('roundTo') ? { roundTo } : {}),
    ...(differs('defaultStationId') ? { defaultStationId } : {}),
    ...(differs('warnMinutes') || differs('lateMinutes') ? { kitchen } : {}),
    ...(differs('sittingWarnMinutes') || differs('sittingLateMinutes') ? { floor } : {}),
    ...(differs('unseenAfterSeconds')
      ? { unseenAfterSeconds: Number(draft.unseenAfterSeconds) }
      : {}),
    ...(head ? { head } : {}),
  };
}
