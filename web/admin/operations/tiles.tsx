import type { Ops } from './ops.js';
import { number } from '../../state/place.js';
import { Spark } from '../chart/spark.js';
import { t } from '../words.js';
import { type History, KEPT, type SeriesName, usedShare } from './history.js';
import { bytesText, msText, rateText, shareText } from './sizes.js';

interface Tile {
  series: SeriesName;
  value: string;
  detail: string;
  /** A threshold is passed. */
  tone?: 'warn' | 'bad' | undefined;
}

/** The figures that say most, each with its last minutes. */
export function Tiles({ ops, history }: { ops: Ops; history: History }) {
  return (
    <ul class="tiles">
      {tilesOf(ops).map(({ series, value, detail, tone }) => (
        <li key={series} class="tile" data-tone={tone}>
          <h3>{t(`tile.${series}`)}</h3>
          <p class="tile-value figures">{value}</p>
          <p class="soft figures">{detail}</p>
          <Spark
            label={t('tile.history', { what: t(`tile.${series}`) })}
            series={history.series(series)}
            seconds={KEPT}
            tone={tone}
          />
        </li>
      ))}
    </ul>
  );
}

function tilesOf({
  requests,
  commands,
  sockets,
  streams,
  cache,
  store,
  system,
  alerts,
}: Ops): Tile[] {
  const firing = (name: Ops['alerts'][number]['name']) =>
    alerts.some((alert) => alert.name === name && alert.firing);
  const errors = requests.errorsPerSecond + commands.errorsPerSecond;
  return [
    {
      series: 'requests',
      value: rateText(requests.perSecond),
      detail: t('tile.requests.detail', { p50: msText(requests.p50Ms) }),
    },
    {
      series: 'latency',
      value: msText(requests.p95Ms),
      detail: t('tile.latency.detail', { p99: msText(requests.p99Ms) }),
      tone: firing('latencyP95Ms') ? 'bad' : undefined,
    },
    {
      series: 'commands',
      value: rateText(commands.perSecond),
      detail: t('tile.commands.detail', { p95: msText(commands.p95Ms) }),
    },
    {
      series: 'errors',
      value: rateText(errors),
      detail: t('tile.errors.detail', { share: shareText(requests.errorShare) }),
      tone: firing('errorShare') ? 'bad' : errors > 0 ? 'warn' : undefined,
    },
    {
      series: 'frames',
      value: number(sockets.open),
      detail: t('tile.frames.detail', { n: rateText(sockets.framesPerSecond) }),
    },
    {
      series: 'behind',
      value: number(streams.behind),
      detail: t('tile.behind.detail', { n: streams.count }),
      tone: streams.behind > 0 ? 'warn' : undefined,
    },
    {
      series: 'commits',
      value: rateText(store.commitsPerSecond),
      detail: t('tile.commits.detail', { ms: msText(store.readMs), queued: number(store.queued) }),
      tone: store.failing || firing('storeBacklog') ? 'bad' : undefined,
    },
    {
      series: 'cache',
      value: shareText(cache.hitRate),
      detail: t('tile.cache.detail', { n: cache.entries, size: bytesText(cache.bytes) }),
      tone: firing('cacheHitRate') ? 'warn' : undefined,
    },
    {
      series: 'cpu',
      value: shareText(system.cpuShare),
      detail: t('tile.cpu.detail', { n: system.cpus, load: rateText(system.load1) }),
      tone: firing('cpu') ? 'warn' : undefined,
    },
    {
      series: 'memory',
      value: shareText(usedShare(system.memoryFreeBytes, system.memoryBytes)),
      detail: t('tile.memory.detail', { free: bytesText(system.memoryFreeBytes) }),
      tone: firing('memory') ? 'warn' : undefined,
    },
  ];
}
