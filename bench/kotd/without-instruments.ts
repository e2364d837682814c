// Loaded before a kotd that shall measure and tell nothing, to see what it costs that others do. What stays is what
// answers need as well: the time at which a request came, for its deadline, and its trace id, for its header.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import hooks from 'node:perf_hooks';

const nothing = () => undefined;

// Before kotd is read, which takes these as it finds them then: a delay that is made, but looks at nothing, ...
const { monitorEventLoopDelay } = hooks;
hooks.monitorEventLoopDelay = (options) =>
  Object.assign(monitorEventLoopDelay(options), { enable: () => true });
syncBuiltinESMExports();
// ... and nothing that prom-client watches of the process.
const prom = createRequire(import.meta.url)('prom-client') as { collectDefaultMetrics(): void };
prom.collectDefaultMetrics = nothing;

const [{ Traffic }, { Metrics }] = await Promise.all([
  import('../../src/http/traffic.js'),
  import('../../src/ops/metrics.js'),
]);
// All that is done for a request that ended: the clock, counters, histograms, and whether the log wants it.
Traffic.prototype.ended = nothing;
Metrics.prototype.observeRequest = nothing;
Metrics.prototype.observeCommand = nothing;
Metrics.prototype.socketClosed = nothing;
Metrics.prototype.framesSent = nothing;
