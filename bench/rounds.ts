import type { Contest, Goal, Measure, Reading, Result, Row } from './row.js';

const ROUNDS = 5;
/** A core of which more than this is used is full: the rest goes to the kernel's interrupts. */
const FULL = 0.85;

/** All readings of one contestant, in the order of the rounds. */
type Readings = Reading[];

/**
 * Measures everybody once in each round, so that whatever else the machine does meets all of them, and each
 * time another one begins.
 * @param progress told before each reading
 */
export async function measure(
  row: Row,
  contest: Contest,
  progress: (round: number, of: number, who: string) => void,
): Promise<Result[]> {
  const contestants: [string, Measure][] = [['ours', contest.ours]];
  if (contest.limit) contestants.push(['limit', contest.limit]);
  contestants.push(...Object.entries(contest.peers ?? {}));
  const readings = new Map<string, Readings>(contestants.map(([name]) => [name, []]));
  const rounds = row.rounds ?? ROUNDS;
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < contestants.length; at++) {
      const next = contestants[(at + round) % contestants.length];
      if (!next) continue;
      const [name, ask] = next;
      progress(round + 1, rounds, name);
      readings.get(name)?.push(await ask());
    }
  }
  return summarize(row, readings);
}

/** A line for each figure of the row. */
export function summarize(row: Row, readings: ReadonlyMap<string, Readings>): Result[] {
  const ours = readings.get('ours') ?? [];
  const figures = Object.keys(ours[0]?.values ?? {});
  return figures.map((figure) => {
    const of = (name: string) =>
      (readings.get(name) ?? []).map(({ values }) => values[figure] ?? 0);
    // Some have no such figure: a peer that sends no positions is not late with them.
    const has = (name: string) => readings.get(name)?.[0]?.values[figure] !== undefined;
    const mine = of('ours');
    const against = (name: string) => quotients(mine, of(name));
    const limit = has('limit') ? of('limit') : null;
    const peers: Result['peers'] = {};
    for (const name of readings.keys()) {
      if (name === 'ours' || name === 'limit' || !has(name)) continue;
      peers[name] = { value: median(of(name)), ratio: median(against(name)) };
    }
    const ratios = limit ? against('limit') : null;
    const result: Result = {
      name: figure === '' ? row.name : `${row.name}.${figure}`,
      group: row.group,
      unit: row.units?.[figure] ?? row.unit,
      ours: median(mine),
      limit: limit ? median(limit) : null,
      ratio: ratios ? median(ratios) : null,
      peers,
      spread: spread(ratios ?? mine),
      boundBy: ours.at(-1)?.bounds?.[figure] ?? boundBy(row, ours),
      goals: [],
    };
    result.goals = row.goals
      .filter((goal) => (goal.figure ?? '') === figure)
      .map((goal) => judge(goal, result));
    return result;
  });
}

function judge(goal: Goal, { ours, ratio, peers }: Result): { text: string; met: boolean } {
  const value = { ours, limit: ratio ?? Number.NaN }[goal.against] ?? peers[goal.against]?.ratio;
  const met =
    value !== undefined &&
    (goal.atLeast === undefined || value >= goal.atLeast) &&
    (goal.atMost === undefined || value <= goal.atMost);
  const bound = goal.atLeast === undefined ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  const text = goal.against === 'ours' ? bound : `${bound} × ${goal.against}`;
  return { text, met };
}

function boundBy(row: Row, readings: Readings): string {
  const server = median(readings.map(({ cores }) => cores.server));
  const load = median(readings.map(({ cores }) => cores.load));
  return fullCore({ server, load }) ?? row.waitsFor ?? 'waiting';
}

/** Whose core was full; null: neither was. */
export function fullCore({ server, load }: Reading['cores']): 'server' | 'load' | null {
  if (server >= FULL && server >= load) return 'server';
  return load >= FULL ? 'load' : null;
}

function quotients(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((value, round) => value / (theirs[round] ?? Number.NaN));
}

/** The middle one; of an even number of them, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  const high = sorted[sorted.length >> 1] ?? Number.NaN;
  return (low + high) / 2;
}

/** 0 when all are the same, also when they are 0. */
function spread(values: readonly number[]): number {
  const width = Math.max(...values) - Math.min(...values);
  return width === 0 ? 0 : width / median(values);
}
