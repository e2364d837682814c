import { readSettings, type Settings } from '../src/config.js';

/** The settings of a kotd that keeps its data at that address. */
export function storeSettings(address: string): Settings {
  return readSettings({
    KOTD_STORE: address,
    KOTD_SECRET: 'a-secret-that-only-the-tests-of-kotd-have',
  });
}
