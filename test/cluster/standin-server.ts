import { fileURLToPath } from 'node:url';
import { runCluster } from '../../src/cluster.js';
import { readSettings } from '../../src/config.js';
import { openLog } from '../../src/ops/log.js';

// A primary as server.ts makes it, with a small program in the place of kotd's workers.
const settings = readSettings(process.env);
try {
  const code = await runCluster({
    settings,
    workerFile: fileURLToPath(new URL('standin-worker.js', import.meta.url)),
    log: openLog(settings.logLevel, 'primary'),
    print: (line) => console.log(line),
  });
  process.exit(code);
} catch (error) {
  console.error(`kotd: ${(error as Error).message}`);
  process.exit(1);
}
