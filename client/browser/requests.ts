/** The promises of IndexedDB's requests. */

/** Opens a database, made by `make` where there is none. */
export async function opened(
  name: string,
  version: number,
  make: (fresh: IDBDatabase) => void,
): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => make(request.result);
  const db = await answered(request);
  // A tab of a newer version waits for this one to let go.
  db.onversionchange = () => db.close();
  return db;
}

export function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Resolves when all that the transaction wrote is there; rejects when none of it is, such as on a full disk. */
export function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    // Also after a request that failed: it takes the others along.
    transaction.onabort = () => reject(transaction.error);
  });
}
