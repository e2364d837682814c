/** Stands in the place of the store's format until all is there: no kotd opens a format it does not know. */
export const RESTORING = 'being restored';

/** For the operator, of a database in whose format's place that stands. */
export function halfRestored(database: string): string {
  return (
    `a restore into the database ${database} is under way, or was cut off: wait for it; or drop the database, or` +
    ' let KOTD_STORE name another one, and run kotd restore again'
  );
}
