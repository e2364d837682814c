import { useEffect, useState } from 'preact/hooks';

/** What the SDK shows: something to look at, and to be told when it is worth another look. */
interface Readable<T> {
  /** The very same object as long as nothing changed. */
  get(): T;
  subscribe(listener: () => void): () => void;
}

/** What a readable of the SDK holds; the component is drawn again when it changes. */
export function useReadable<T>(readable: Readable<T>): T {
  const [, setValue] = useState<T>();
  useEffect(() => {
    const look = () => setValue(() => readable.get());
    // It may have changed between drawing and subscribing.
    look();
    return readable.subscribe(look);
  }, [readable]);
  return readable.get();
}
