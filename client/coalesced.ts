/**
 * A piece of work that never runs twice at once: asked for while it runs, it runs once more afterwards, since
 * what it was asked for may have come too late for it.
 * @param work must not reject
 */
export function coalesced(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  return () => {
    again = running;
    if (running) return;
    running = true;
    const done = (): void => {
      running = false;
      if (!again) return;
      again = false;
      running = true;
      void work().then(done);
    };
    void work().then(done);
  };
}
