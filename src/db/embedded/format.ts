/** Kept under `KIND.format`. */
export interface Format {
  format: number;
  epoch: string;
}

/** Every stream has the store's epoch. */
export const PLAIN = 1;
/** Streams that were loaded have one of their own. A store stays plain until one is loaded. */
export const LOADED = 2;

/** Those that this program reads; one more when keys or texts change so that an older one could not. */
export const FORMATS: ReadonlySet<number> = new Set([PLAIN, LOADED]);
