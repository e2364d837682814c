import type { Kind } from './kinds.js';

/** One row of the table of settings. */
export interface Setting<T, Preset extends string | null = string | null> {
  name: `KOTD_${string}`;
  kind: Kind<T>;
  /** Text that is read when the variable is not set; null: the setting is null then. */
  preset: Preset;
  /** What null comes to, for the table. */
  otherwise?: string;
  unit: string;
  meaning: string;
}

export function setting<T>(
  name: Setting<T>['name'],
  kind: Kind<T>,
  preset: string,
  unit: string,
  meaning: string,
): Setting<T, string> {
  return { name, kind, preset, unit, meaning };
}

/** A setting that may stay open; `otherwise` says what happens then. */
export function open<T>(
  name: Setting<T>['name'],
  kind: Kind<T>,
  otherwise: string,
  unit: string,
  meaning: string,
): Setting<T, null> {
  return { name, kind, preset: null, otherwise, unit, meaning };
}
