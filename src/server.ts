#!/usr/bin/env node
import type { ClusterParts } from './cluster.js';
import { exitCodeOf } from './exit-code.js';

// This file and exit-code.ts must be readable for Nodes that cannot run kotd, so that they can say so: nothing
// else is imported before the check, and nothing in them is newer than Node 14.
const SUPPORTED = ['20', '22'];

async function main(): Promise<void> {
  const version = process.versions.node;
  if (!SUPPORTED.includes(version.split('.')[0] ?? '')) {
    throw complaint(
      `kotd needs Node 20 or 22 (uWebSockets.js has no other binaries); this is ${version}`,
    );
  }
  const { default: cluster } = await import('node:cluster');
  const [command, ...rest] = process.argv.slice(2);
  const serves = rest.length === 0 && (command === undefined || command === 'serve');
  if (!cluster.isPrimary) await runWorker();
  else if (serves) await runPrimary();
  else await runCommand();
}

/** What an operator does besides: `kotd help` lists it. */
async function runCommand(): Promise<void> {
  const { dispatch } = await import('./operator/dispatch.js');
  // Not process.exit, which would cut off what a slow reader has still to take.
  process.exitCode = await dispatch(process.argv.slice(2), process.env, {
    line: (text) => console.log(text),
    note: (text) => console.error(text),
  });
}

async function runPrimary(): Promise<void> {
  const [{ readSettings }, { runCluster }, { openLog, flushed }, { fileURLToPath }] =
    await Promise.all([
      import('./config.js'),
      import('./cluster.js'),
      import('./ops/log.js'),
      import('node:url'),
    ]);
  const settings = readSettings(process.env);
  const parts: ClusterParts = {
    settings,
    workerFile: fileURLToPath(import.meta.url),
    log: openLog(settings.logLevel, 'primary'),
    print: (line) => console.log(line),
  };
  const code = await runCluster(parts);
  await flushed(parts.log);
  process.exit(code);
}

async function runWorker(): Promise<void> {
  const { joinCluster } = await import('./cluster/worker-link.js');
  const { link, config } = await joinCluster();
  const [{ startWorker }, { openLog }] = await Promise.all([
    import('./worker.js'),
    import('./ops/log.js'),
  ]);
  try {
    await startWorker(link, config);
  } catch (error) {
    openLog(config.logLevel, link.worker).debug({ err: error }, 'the worker cannot start');
    await link.fatal((error as Error).message, exitCodeOf(error) ?? 1);
  }
}

function complaint(line: string): Error {
  return Object.assign(new Error(line), { exitCode: 1 });
}

main().catch((error: Error) => {
  const code = exitCodeOf(error);
  if (code === null) console.error(error);
  else for (const line of error.message.split('\n')) console.error(`kotd: ${line}`);
  process.exit(code || 1);
});
