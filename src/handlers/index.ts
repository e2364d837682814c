import { Registry } from './registry.js';

/** Everything kotd can be told or asked. */
export function registry(): Registry {
  return new Registry([], []);
}
