import { hostname } from 'node:os';

/** What others call this box: in logs and metrics, on the bus, on the roll of a database. */
export function boxName({ box }: { readonly box: string | null }, port: number): string {
  return box ?? `${hostname()}:${port}`;
}
