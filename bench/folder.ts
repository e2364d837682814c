import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** However we end, nothing is left behind: some hold tens of gigabytes. */
const made = new Set<string>();
process.on('exit', () => {
  for (const path of made) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
});

/** A temporary folder, for as long as a row is measured. */
export class Folder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<Folder> {
    const path = await mkdtemp(join(tmpdir(), 'kotd-bench-'));
    made.add(path);
    return new Folder(path);
  }

  /** Answers the path of a file in it that holds this as JSON. */
  write(name: string, value: unknown): Promise<string> {
    return this.#file(name, JSON.stringify(value));
  }

  /** Answers the path of a file in it with these lines. */
  writeLines(name: string, lines: readonly string[]): Promise<string> {
    return this.#file(name, `${lines.join('\n')}\n`);
  }

  async #file(name: string, text: string): Promise<string> {
    const path = join(this.path, name);
    await writeFile(path, text);
    return path;
  }

  async stop(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
    made.delete(this.path);
  }
}
