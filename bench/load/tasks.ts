/** What goes to a process of the load, and what comes back. */
export interface Request {
  number: number;
  task: string;
  args: unknown;
}

export interface Reply {
  number: number;
  value?: unknown;
  error?: string;
}

/** Does what the bench asks for (`Load.ask`) until the bench is gone. */
export function doTasks(tasks: object): void {
  const all = tasks as Record<string, (args: unknown) => unknown>;
  process.on('message', async ({ number, task, args }: Request) => {
    try {
      process.send?.({ number, value: await all[task]?.(args) } satisfies Reply);
    } catch (error) {
      const { message } = error instanceof Error ? error : new Error(String(error));
      process.send?.({ number, error: message } satisfies Reply);
    }
  });
  process.on('disconnect', () => process.exit());
}
