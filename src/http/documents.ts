import { plainBytes, Ready } from '../cache/ready.js';
import type { Route } from './exchange.js';
import { readyAnswer } from './ready-answer.js';
import { PREFIX } from './routes.js';
import type { RouteTable } from './table.js';

/** Serves the machine-readable descriptions of the API, by file name. */
export function addDocuments(table: RouteTable, documents: Readonly<Record<string, object>>): void {
  for (const [name, document] of Object.entries(documents)) {
    const path = `${PREFIX}/${name}`;
    table.add('GET', path, documentRoute(path, new Ready(plainBytes(document))));
  }
}

function documentRoute(label: string, ready: Ready): Route {
  return { label, parameters: 0, handle: (exchange) => readyAnswer(exchange, ready) };
}
