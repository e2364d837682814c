import { statfs } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, loadavg, totalmem } from 'node:os';
import type { SystemOps } from '../../domain/shapes/ops.js';
import type { Sample } from './sample.js';

export interface BoxNames {
  box: string;
  version: string;
  /** The folder whose disk is looked at. */
  data: string;
}

/** What the machine says of itself. Of a disk that cannot be asked it says 0. */
export async function systemNow({
  box,
  version,
  data,
}: BoxNames): Promise<Omit<SystemOps, 'cpuShare'>> {
  const disk = await statfs(data).catch(() => null);
  return {
    box,
    version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    pid: process.pid,
    uptimeSeconds: process.uptime(),
    cpus: availableParallelism(),
    load1: loadavg()[0] ?? 0,
    memoryBytes: totalmem(),
    memoryFreeBytes: availableMemory(),
    diskBytes: disk ? disk.blocks * disk.bsize : 0,
    diskFreeBytes: disk ? disk.bavail * disk.bsize : 0,
  };
}

/** Since the machine was started, in milliseconds of all processors. */
export function cpuNow(): Sample['cpu'] {
  let [idle, total] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.idle + times.user + times.nice + times.sys + times.irq;
  }
  return { idle, total };
}

/** With what the system would give back of its caches; what is merely unused where Node cannot tell. */
function availableMemory(): number {
  return typeof process.availableMemory === 'function' ? process.availableMemory() : freemem();
}
