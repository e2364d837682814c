import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';

/** A small file system in memory, mounted for one box; root may do that. */
function smallDisk(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kotd-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'kotd-test', folder]);
  process.once('exit', () => execFileSync('umount', ['--lazy', folder]));
  return join(folder, 'data');
}

/** Leaves no room beside the data. */
function fill(data: string): string {
  const { bavail, bsize } = statfsSync(data);
  const file = join(data, '..', 'filler');
  writeFileSync(file, Buffer.alloc(bavail * bsize));
  return file;
}

async function connected(url: URL): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname);
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  return socket;
}

export const limits: readonly Fault[] = [
  {
    name: 'disk-full',
    what: 'the disk of a box on the embedded store is full for four seconds',
    answerWithinMs: 10_000,
    alone: () => ({ folder: smallDisk() }),
    lanes: 2,
    async strike(field) {
      const filler = fill(field.box(1).folder);
      await delay(4000);
      rmSync(filler);
    },
  },
  {
    name: 'no-descriptors',
    what: 'a box that may have 512 descriptors a process meets 2,000 connections for five seconds',
    answerWithinMs: 10_000,
    alone: () => ({ through: ['prlimit', '--nofile=512:512'] }),
    async strike(field) {
      const url = new URL(field.box(1).url);
      const sockets = await Promise.all(Array.from({ length: 2000 }, () => connected(url)));
      await delay(5000);
      for (const socket of sockets) socket.destroy();
    },
  },
];
