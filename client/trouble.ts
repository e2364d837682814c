import type { World } from './ports.js';

/** Where nobody said who is to hear of trouble: on the console. */
export const printTrouble: World['trouble'] = (error, what) =>
  console.error(`kotd terminal: ${what}:`, error);
