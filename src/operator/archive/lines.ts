import type { StoredRecord } from '../../db/archive.js';
import { COLLECTIONS } from '../../db/collections.js';
import type { Collection } from '../../domain/decision.js';
import { type Counts, countsIn } from './checksum.js';
import { DamagedArchive } from './damaged.js';
import { Fields } from './fields.js';

/**
 * An archive is one file: gzip of JSON, one object a line. A header; of each organization, in the order of
 * ids, a line that begins it, its records in the order of `compareRecords`, and a line that ends it with
 * counts and the checksum of its record lines; at last a trailer with the sums, and the checksum of all
 * lines that are no records. Whatever lacks its trailer was cut off.
 *
 * The checksum of an organization is the same from whichever store and whenever it was written, as
 * long as the organization is the same.
 */
const FORMAT = 'kotd archive';
/** Raised by one when an older program could not read the lines. */
const VERSION = 1;

export interface Header {
  kind: 'header';
  format: typeof FORMAT;
  version: typeof VERSION;
  /** RFC 3339. */
  madeAt: string;
  /** Where it was read. */
  store: 'embedded' | 'mongodb';
  /** Of what this holds the differences; null: it is complete in itself. */
  base: Base | null;
}

/** Another archive, by its file's name and the checksum in its trailer. */
export interface Base {
  name: string;
  sha256: string;
}

export interface Opening {
  kind: 'organization';
  id: string;
  /** RFC 3339; what was committed before is in it. */
  at: string;
  /** Only what differs from the base; else it is complete, whatever the base has. */
  differs: boolean;
}

export interface Closing {
  kind: 'end';
  id: string;
  counts: Counts;
  sha256: string;
}

export interface Trailer {
  kind: 'trailer';
  organizations: number;
  counts: Counts;
  sha256: string;
}

export type Frame = Header | Opening | Closing | Trailer;

/** Its text goes in as it is, so that it comes out as it was. */
export function lineOf(record: StoredRecord): string {
  if (!('text' in record)) return JSON.stringify(record);
  const { text, ...rest } = record;
  return `${JSON.stringify(rest).slice(0, -1)}${BEFORE_TEXT}${text}}`;
}

/** No string of JSON holds it: a quotation mark within one stands behind a backslash. */
const BEFORE_TEXT = ',"value":';

/**
 * What a header of an archive says that is written now.
 * @param mongo as in the settings
 */
export function headerOf(mongo: string | null, base: Base | null): Header {
  const madeAt = new Date().toISOString();
  const store = mongo === null ? 'embedded' : 'mongodb';
  return { kind: 'header', format: FORMAT, version: VERSION, madeAt, store, base };
}

/**
 * Does not look into the text of a record: see `checkText`.
 * @throws DamagedArchive
 */
export function parseLine(line: string): StoredRecord | Frame {
  const at = line.indexOf(BEFORE_TEXT);
  const fields = new Fields(parsed(at < 0 ? line : `${line.slice(0, at)}}`));
  if (at < 0) return frameOf(fields) ?? numberOf(fields);
  return withText(fields, line.slice(at + BEFORE_TEXT.length, -1));
}

/** @throws DamagedArchive unless the text of a record is JSON, and of what the record says it is */
export function checkText(record: StoredRecord): void {
  if (!('text' in record)) return;
  const value = new Fields(parsed(record.text));
  if (record.kind === 'command') value.text('at');
  else if (
    record.kind === 'event' ? value.count('seq') !== record.seq : value.text('id') !== record.id
  ) {
    throw new DamagedArchive('a record is not the one that its line names');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DamagedArchive('a line is no JSON');
  }
}

export function isFrame(line: StoredRecord | Frame): line is Frame {
  return ['header', 'organization', 'end', 'trailer'].includes(line.kind);
}

function frameOf(fields: Fields): Frame | null {
  switch (fields.text('kind')) {
    case 'header':
      return headerIn(fields);
    case 'organization': {
      const [id, at, differs] = [fields.text('id'), fields.text('at'), fields.yesOrNo('differs')];
      return { kind: 'organization', id, at, differs };
    }
    case 'end': {
      const [id, sha256] = [fields.text('id'), fields.text('sha256')];
      return { kind: 'end', id, counts: countsIn(fields.below('counts')), sha256 };
    }
    case 'trailer': {
      const [organizations, sha256] = [fields.count('organizations'), fields.text('sha256')];
      return { kind: 'trailer', organizations, counts: countsIn(fields.below('counts')), sha256 };
    }
    default:
      return null;
  }
}

function headerIn(fields: Fields): Header {
  const [format, version] = [fields.text('format'), fields.count('version')];
  if (format !== FORMAT) throw new DamagedArchive('it is no archive of kotd');
  if (version !== VERSION) {
    throw new DamagedArchive(`it has version ${version}, and this kotd reads version ${VERSION}`);
  }
  const store = fields.text('store') === 'mongodb' ? 'mongodb' : 'embedded';
  const base = fields.isNull('base') ? null : baseOf(fields.below('base'));
  return { kind: 'header', format, version, madeAt: fields.text('madeAt'), store, base };
}

function baseOf(fields: Fields): Base {
  return { name: fields.text('name'), sha256: fields.text('sha256') };
}

function withText(fields: Fields, text: string): StoredRecord {
  const kind = fields.text('kind');
  if (kind === 'command') return { kind, id: fields.text('id'), text };
  const outletId = fields.textOrNull('outletId');
  if (kind === 'event') return { kind, outletId, seq: fields.count('seq'), text };
  if (kind !== 'document') throw new DamagedArchive('there is a line of no known kind');
  return { kind, collection: collectionIn(fields), outletId, id: fields.text('id'), text };
}

function numberOf(fields: Fields): StoredRecord {
  const [kind, outletId] = [fields.text('kind'), fields.textOrNull('outletId')];
  if (kind === 'head') return { kind, outletId, seq: fields.count('seq') };
  if (kind !== 'counter') throw new DamagedArchive('there is a line of no known kind');
  return { kind, outletId, name: fields.text('name'), last: fields.count('last') };
}

function collectionIn(fields: Fields): Collection {
  const name = fields.text('collection');
  if (isCollection(name)) return name;
  throw new DamagedArchive(`there is no collection ${name}`);
}

function isCollection(name: string): name is Collection {
  return Object.hasOwn(COLLECTIONS, name);
}
