import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pipeline as pipe, Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import type { StoredRecord } from '../../db/archive.js';
import { OperatorError } from '../command.js';
import { DamagedArchive } from './damaged.js';
import { checkText, type Closing, type Opening, type Trailer } from './lines.js';
import { ArchiveReader } from './read.js';

/** Bytes between the parts of a stream: few turns of the loop for many bytes. */
const CHUNK = 256 * 1024;
/**
 * The quickest: on the records of a restaurant it leaves about a tenth. Higher levels leave a fifth less and
 * take two to three times as long, which an operator waits for and a running kotd feels.
 */
const LEVEL = constants.Z_BEST_SPEED;
/** Of files that are being written; a killed kotd leaves one behind. */
export const PARTIAL = '.partial';

/** What was found in an archive that is whole. */
export interface Summary {
  sections: { opening: Opening; closing: Closing }[];
  trailer: Trailer;
}

/** @throws OperatorError when the stream takes no more */
export async function pipeArchive(lines: AsyncIterable<Buffer>, to: Writable): Promise<void> {
  try {
    await pipeline(...zipped(lines), to, { end: false });
  } catch (error) {
    throw told(error, 'the pipe');
  }
}

function zipped(lines: AsyncIterable<Buffer>) {
  const source = Readable.from(lines, { objectMode: false, highWaterMark: CHUNK });
  return [source, createGzip({ level: LEVEL, chunkSize: CHUNK })] as const;
}

/**
 * Writes an archive under a name that nobody takes for one, has the disk take it, reads it back, and only then
 * gives it its name. Only its owner may read it: it holds hashes of passwords.
 * @throws OperatorError when the name is taken, or the disk refuses
 */
export async function writeArchive(path: string, lines: AsyncIterable<Buffer>): Promise<Summary> {
  const partial = `${path}.${process.pid}${PARTIAL}`;
  try {
    const file = createWriteStream(partial, { flags: 'wx', mode: 0o600 });
    await pipeline(...zipped(lines), file);
    await syncPath(partial);
    const summary = await verify(partial);
    await rename(partial, path);
    // A rename is on the disk when its folder is.
    await syncPath(dirname(path));
    return summary;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw told(error, path);
  }
}

/** Waits until the disk has all of a file, or the names in a folder. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Reads all of an archive: every line, count and checksum.
 * @param seen told of each record
 * @throws OperatorError, DamagedArchive among them
 */
export async function verify(
  path: string,
  seen: (record: StoredRecord, opening: Opening) => void = () => undefined,
): Promise<Summary> {
  return await reading(path, async (reader) => {
    const sections: Summary['sections'] = [];
    let opening: Opening | null = null;
    const ended = (closing: Closing) => {
      if (opening) sections.push({ opening, closing });
    };
    for await (const section of reader.sections(ended)) {
      opening = section.opening;
      for await (const record of section.records) {
        checkText(record);
        seen(record, section.opening);
      }
    }
    if (!reader.trailer) throw new DamagedArchive('it was cut off');
    return { sections, trailer: reader.trailer };
  });
}

/**
 * Lets something read an archive. Of one that was not verified the texts may be anything.
 * @throws OperatorError, DamagedArchive among them; both name the file
 */
export async function reading<T>(
  path: string,
  work: (reader: ArchiveReader) => Promise<T>,
): Promise<T> {
  const source = createReadStream(path, { highWaterMark: CHUNK });
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // Whatever fails is met by who reads the lines.
  pipe(source, gunzip, () => undefined);
  try {
    return await work(await ArchiveReader.open(gunzip, basename(path)));
  } catch (error) {
    throw told(error, path);
  } finally {
    gunzip.destroy();
    source.destroy();
  }
}

/** What the disk says of a file. */
function told(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  return new OperatorError(`${path}: ${error.message}`);
}
