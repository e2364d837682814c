import { notFound } from '../domain/errors.js';
import type { Answer } from '../http/answer.js';
import { namesTag } from '../http/conditions.js';
import type { Exchange, Route } from '../http/exchange.js';
import { EMPTY_LINES, lines } from '../http/headers.js';
import type { RouteTable } from '../http/table.js';
import { accepted } from './accepted.js';
import { CODINGS, type Coding, type PageFile } from './files.js';
import { ASK_FIRST, FOR_EVER, PAGE_SECURITY } from './headers.js';

const SECURITY = lines(...PAGE_SECURITY.map(([name, value]) => `${name}: ${value}`));
const ASSETS = '/assets/';

/** One form of a file, put together once: plain or packed. */
interface Form {
  tag: string;
  full: Answer;
  unchanged: Answer;
}

/** A file in all its forms. */
interface Forms {
  plain: Form;
  packed: ReadonlyMap<Coding, Form>;
}

/** Looks for a hashed file that is not of the build that is served: see KeptAssets. */
export type FindAsset = (name: string) => Promise<PageFile | null>;

/**
 * Puts the pages on the table, each file under its path; all hashed ones are one route for the metrics.
 * @param find is asked for hashed files of other builds; what it finds is asked for once
 */
export function addPages(
  table: RouteTable,
  files: readonly PageFile[],
  find: FindAsset = async () => null,
): void {
  const assets = new Map<string, Forms>();
  for (const file of files) {
    const forms = formsOf(file);
    if (file.path.startsWith(ASSETS)) assets.set(file.path.slice(ASSETS.length), forms);
    else table.add('GET', file.path, fileRoute(file.path, forms));
    if (file.page) table.add('GET', `${file.path}/`, redirectTo(file.path));
  }
  if (assets.size > 0) table.add('GET', `${ASSETS}{name}`, assetRoute(assets, find));
}

function fileRoute(label: string, forms: Forms): Route {
  return { label, parameters: 0, handle: (exchange) => answerTo(exchange, forms) };
}

/** Who types a slash too many means the page: `path` is ours, never the client's. */
function redirectTo(path: string): Route {
  // An empty body has a length; without one the browser would wait for it until the connection ends.
  const answer = { status: 308, lines: lines(EMPTY_LINES, `Location: ${path}`), body: '' };
  return { label: path, parameters: 0, handle: () => answer };
}

function assetRoute(assets: Map<string, Forms>, find: FindAsset): Route {
  return {
    label: `${ASSETS}{name}`,
    parameters: 1,
    handle(exchange) {
      const [name = ''] = exchange.parameters;
      const forms = assets.get(name);
      if (forms) return answerTo(exchange, forms);
      return find(name).then((file) => {
        if (!file) throw notFound();
        const found = formsOf(file);
        assets.set(name, found);
        return answerTo(exchange, found);
      });
    },
  };
}

function answerTo({ ifNoneMatch, acceptEncoding }: Exchange, forms: Forms): Answer {
  const { tag, full, unchanged } = formFor(acceptEncoding, forms);
  return ifNoneMatch !== '' && namesTag(ifNoneMatch, tag) ? unchanged : full;
}

function formFor(acceptEncoding: string, { plain, packed }: Forms): Form {
  for (const coding of accepted(acceptEncoding)) {
    const form = packed.get(coding);
    if (form) return form;
  }
  return plain;
}

function formsOf({ type, plain, packed, hash, immutable }: PageFile): Forms {
  const kept = lines(
    SECURITY,
    `Cache-Control: ${immutable ? FOR_EVER : ASK_FIRST}`,
    'Vary: Accept-Encoding',
  );
  const typed = lines(kept, `Content-Type: ${type}`);
  const form = (tag: string, head: string, body: Buffer): Form => ({
    tag,
    full: { status: 200, lines: lines(head, `ETag: ${tag}`), body },
    unchanged: { status: 304, lines: lines(kept, `ETag: ${tag}`), body: null },
  });
  const found = new Map<Coding, Form>();
  for (const coding of CODINGS) {
    const body = packed[coding];
    const head = lines(typed, `Content-Encoding: ${coding}`);
    if (body) found.set(coding, form(`"${hash}-${coding}"`, head, body));
  }
  return { plain: form(`"${hash}"`, typed, plain), packed: found };
}
