import { readSettings, type Settings } from '../src/config.js';

/** Of every kotd of a test that must have one: boxes, and all who keep their data on servers. */
export const SECRET = 'a-secret-that-only-the-tests-of-kotd-have';

/** The settings of a kotd that keeps its data at that address. */
export function storeSettings(address: string): Settings {
  return readSettings({ KOTD_STORE: address, KOTD_SECRET: SECRET });
}
