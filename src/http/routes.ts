import type { ReadyBytes } from '../cache/ready-bytes.js';
import type { Registry } from '../handlers/registry.js';
import type { Road } from '../handlers/road.js';
import type { AnyCommand, AnyQuery } from '../handlers/spec.js';
import { commandRoute } from './commands.js';
import type { Gate } from './gate.js';
import { parameterNames } from './input.js';
import { queryRoute } from './queries.js';
import type { RouteTable } from './table.js';

/** What every path of the API begins with. */
export const PREFIX = '/api/v1';

export interface RegistryParts {
  registry: Registry;
  road: Pick<Road, 'run' | 'ask' | 'mayAsk'>;
  gate: Gate;
  cache: ReadyBytes;
}

/** A route for each command and query of the registry. */
export function addRegistry(table: RouteTable, parts: RegistryParts): void {
  for (const spec of parts.registry.commands) {
    for (const path of pathsOf(spec)) {
      check(spec.type, spec, path, spec.body);
      const full = PREFIX + path;
      table.add(spec.method, full, commandRoute(spec, path, full, parts));
    }
  }
  for (const spec of parts.registry.queries) {
    check(spec.name, spec, spec.path, spec.query);
    if (spec.cached && parameterNames(spec.path).join() !== 'outletId') {
      throw new Error(`${spec.name} is kept by outlet: its path can have no other parameter`);
    }
    const full = PREFIX + spec.path;
    table.add('GET', full, queryRoute(spec, full, parts));
  }
}

export function pathsOf(spec: AnyCommand): string[] {
  return spec.alsoPath === undefined ? [spec.path] : [spec.path, spec.alsoPath];
}

/** A description that HTTP would carry out wrongly is a mistake of ours, found at start. */
function check(
  name: string,
  { reach }: AnyCommand | AnyQuery,
  path: string,
  schema: AnyCommand['body'],
): void {
  const parameters = parameterNames(path);
  if (schema.additionalProperties !== false) throw new Error(`${name} would take unknown fields`);
  if ((reach === 'outlet') !== parameters.includes('outletId')) {
    throw new Error(`${name} must have {outletId} in its path exactly when its reach is an outlet`);
  }
  for (const parameter of parameters) {
    if (parameter !== 'outletId' && !Object.hasOwn(schema.properties, parameter)) {
      throw new Error(`{${parameter}} in the path of ${name} is no field of its schema`);
    }
  }
}
