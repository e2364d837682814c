import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder, for as long as a row is measured. */
export class Folder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<Folder> {
    return new Folder(await mkdtemp(join(tmpdir(), 'kotd-bench-')));
  }

  /** Answers the path of a file in it that holds this as JSON. */
  async write(name: string, value: unknown): Promise<string> {
    const path = join(this.path, name);
    await writeFile(path, JSON.stringify(value));
    return path;
  }

  async stop(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
