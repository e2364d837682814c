/** What one contestant did in one round. */
export interface Reading {
  /** By the name of the figure; `''` is the row's own. */
  readonly values: Readonly<Record<string, number>>;
  /** Cores that the server and that the load used, on average. */
  readonly cores: { readonly server: number; readonly load: number };
  /** What held figures up, by their names, where the measure knows it better than the cores tell. */
  readonly bounds?: Readonly<Record<string, string>>;
}

/** The cores of several readings that were as long as each other. */
export function meanCores(readings: readonly Reading[]): Reading['cores'] {
  const mean = (of: 'server' | 'load') =>
    readings.reduce((sum, { cores }) => sum + cores[of], 0) / readings.length;
  return { server: mean('server'), load: mean('load') };
}

export type Measure = () => Promise<Reading>;

/** Who is measured: all of them run side by side, and are asked in turns. */
export interface Contest {
  readonly ours: Measure;
  /** The same bytes with the same durability and nothing else: what the machine can do. */
  readonly limit?: Measure;
  readonly peers?: Readonly<Record<string, Measure>>;
  close(): Promise<void>;
}

/** What ought to come out, of the figure with this name. */
export interface Goal {
  readonly figure?: string;
  /** `ours`: of our value itself; `limit`: ours divided by the limit's; otherwise by the peer's of that name. */
  readonly against: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export type Group = 'reads' | 'writes' | 'sockets' | 'kitchen' | 'scale';

export interface Row {
  readonly name: string;
  readonly group: Group;
  /** One line: what is done, and what it is compared with. */
  readonly what: string;
  readonly unit: string;
  /** Of the figures, by name, that have another. */
  readonly units?: Readonly<Record<string, string>>;
  /** Rounds; 5 unless each is so long that the whole bench would pass ten minutes, or short. */
  readonly rounds?: number;
  /** How long it takes on two cores, from its start to its end; seconds. */
  readonly seconds: number;
  /** With --full; left out: as long as without. Never more than 15 minutes: then it is given up. */
  readonly fullSeconds?: number;
  /** Measured only when it is named, or with --full. */
  readonly aside?: boolean;
  readonly goals: readonly Goal[];
  /** What holds the row up when neither the server's core nor the load's is full. */
  readonly waitsFor?: string;
  /** What is not on this machine, in words that say how to get it; null: nothing is missing. */
  missing?(): string | null;
  /**
   * Starts and warms everybody.
   * @param full at the sizes of the plan, where those would take longer than the whole bench may
   * @param tell of what takes minutes, how far it is
   */
  open(full: boolean, tell: Tell): Promise<Contest>;
}

/** Shows it in place of what was shown before. */
export type Tell = (what: string) => void;

/** One line of the table, and of the JSON file. */
export interface Result {
  name: string;
  group: Group;
  unit: string;
  ours: number;
  limit: number | null;
  /** Ours divided by the limit's: the median of the rounds, each in itself. */
  ratio: number | null;
  peers: Record<string, { value: number; ratio: number }>;
  /** Largest less smallest ratio (without a limit: value) of the rounds, divided by the median. */
  spread: number;
  /** What was full: `server`, `load`, or what is waited for. */
  boundBy: string;
  goals: { text: string; met: boolean }[];
}
