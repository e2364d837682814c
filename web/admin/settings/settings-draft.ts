import type { Body, Found } from '../../../client/calls.js';
import { wholeOf } from '../form/amount.js';
import { faults, type Faults, wrongName } from '../form/faults.js';

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
}

const MOST_MINUTES = 600;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

export function settingsOf(outlet: Outlet): SettingsDraft {
  const { name, stateCode, timeZone, dayStartsAt, roundTo, defaultStationId, kitchen } = outlet;
  return {
    ...{ name, timeZone, dayStartsAt, roundTo, defaultStationId },
    stateCode: stateCode ?? '',
    warnMinutes: String(kitchen?.warnMinutes ?? 10),
    lateMinutes: String(kitchen?.lateMinutes ?? 20),
  };
}

export function wrongSettings(draft: SettingsDraft): Faults {
  const warn = wholeOf(draft.warnMinutes, 1, MOST_MINUTES);
  const late = wholeOf(draft.lateMinutes, 1, MOST_MINUTES);
  const early = 'value' in warn && 'value' in late && late.value <= warn.value;
  return faults(
    ['/name', wrongName(draft.name)],
    ['/timeZone', draft.timeZone.trim() === '' ? 'needed' : null],
    ['/dayStartsAt', TIME.test(draft.dayStartsAt) ? null : 'notTime'],
    ['/kitchen/warnMinutes', 'wrong' in warn ? warn.wrong : null],
    ['/kitchen/lateMinutes', 'wrong' in late ? late.wrong : early ? 'lateBeforeWarn' : null],
  );
}

/** Only what differs: what somebody else changed meanwhile elsewhere is not set back. */
export function changeOf(outlet: Outlet, draft: SettingsDraft): Change {
  const before = settingsOf(outlet);
  const { name, stateCode, timeZone, dayStartsAt, roundTo, defaultStationId } = draft;
  const differs = (field: keyof SettingsDraft) => draft[field] !== before[field];
  const kitchen = {
    warnMinutes: Number(draft.warnMinutes),
    lateMinutes: Number(draft.lateMinutes),
  };
  return {
    ...(differs('name') ? { name: name.trim() } : {}),
    ...(differs('stateCode') ? { stateCode: stateCode === '' ? null : stateCode } : {}),
    ...(differs('timeZone') ? { timeZone: timeZone.trim() } : {}),
    ...(differs('dayStartsAt') ? { dayStartsAt } : {}),
    ...(differs('roundTo') ? { roundTo } : {}),
    ...(differs('defaultStationId') ? { defaultStationId } : {}),
    ...(differs('warnMinutes') || differs('lateMinutes') ? { kitchen } : {}),
  };
}
