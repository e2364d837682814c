import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * A name for something of this process, by which others see whether it still runs: its number, when it began (the
 * number is given to another one day), and a part that tells two things of one process apart.
 */
export function nameOfThis(): string {
  return `${process.pid}.${beginningOf(process.pid) ?? ''}.${randomUUID()}`;
}

/** Whether the process that gave the name still runs. */
export function isRunning(name: string): boolean {
  const [, began] = name.split('.');
  const beginning = beginningOf(pidIn(name));
  return beginning === '' || beginning === began;
}

/** The number of the process that gave the name. */
export function pidIn(name: string): number {
  return Number.parseInt(name, 10);
}

/**
 * When a process began, in ticks since the machine did (field 22 of /proc/PID/stat, proc(5)); nothing where the
 * kernel does not tell; null when it does not run. One that has ended and that nobody has asked for does not run.
 */
function beginningOf(pid: number): string | null {
  const stat = statOf(pid);
  if (stat === null) return answers(pid) ? '' : null;
  // The name of the program, in brackets, may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = ''] = fields;
  return 'ZXx'.includes(state) ? null : (fields[19] ?? '');
}

function statOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    // It ended, it is hidden, or this is no Linux: a signal tells.
    return null;
  }
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
