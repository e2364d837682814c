import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The pages as `node web/build.js` has left them beside the compiled tests. */
const BUILT = fileURLToPath(new URL('../../pages', import.meta.url));
const SERVER = fileURLToPath(new URL('../../src', import.meta.url));
/** The same that web/build.js calls last; the tests are compiled, and it is not. */
const FINISH = resolve('web/finish.js');
const HASHED = /(?<=-)[\w-]{8}(?=\.(?:js|css)\b)/g;
const MADE_LAST = /\.(br|gz)$|^service-worker\.js$|^\.made-of$/;

/** A build of the pages like the real one, except that every hashed name is its own, and that each page says its mark. */
export interface Build {
  /** One capital letter; what a page of it has in `document.documentElement.dataset.mark`. */
  mark: string;
  folder: string;
}

/** A release of kotd in a folder of its own, with the pages of one build after the other. */
export class Release {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<Release> {
    const folder = await mkdtemp(join(tmpdir(), 'kotd-release-'));
    await cp(SERVER, join(folder, 'dist/src'), { recursive: true });
    await cp(resolve('package.json'), join(folder, 'package.json'));
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    return new Release(folder);
  }

  /** The program; what it serves is what `serve` put there last. */
  get server(): string {
    return join(this.#folder, 'dist/src/server.js');
  }

  /** Where the pages lie that the next worker reads. */
  get pages(): string {
    return join(this.#folder, 'dist/pages');
  }

  /** From the next start of a worker on. */
  async serve({ folder }: Build): Promise<void> {
    await rm(this.pages, { recursive: true, force: true });
    await cp(folder, this.pages, { recursive: true });
  }

  async build(mark: string): Promise<Build> {
    const folder = join(this.#folder, 'builds', mark);
    await mkdir(folder, { recursive: true });
    await cp(BUILT, folder, { recursive: true });
    const own = (text: string) => text.replaceAll(HASHED, (hash) => mark + hash.slice(1));
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      if (!entry.isFile()) continue;
      if (MADE_LAST.test(entry.name)) await rm(file);
      else if (/\.(html|js|css)$/.test(entry.name)) {
        const text = own(await readFile(file, 'utf8')).replace(/ data-build="\w+"/, '');
        await writeFile(file, entry.name.endsWith('.html') ? marked(text, mark) : text);
        await rename(file, own(file));
      }
    }
    const assets = join(folder, 'assets');
    await writeFile(
      join(assets, `mark-${mark}0000000.js`),
      `document.documentElement.dataset.mark = '${mark}';\n`,
    );
    await writeFile(join(assets, `late-${mark}0000000.js`), `export default '${mark}';\n`);
    const { finish } = (await import(FINISH)) as { finish(folder: string): Promise<unknown> };
    await finish(folder);
    return { mark, folder };
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A page of this build says so, and gets it from a part of the build like any other. */
function marked(html: string, mark: string): string {
  return html.replace('</head>', `<script src="/assets/mark-${mark}0000000.js"></script></head>`);
}
