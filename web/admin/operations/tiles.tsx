import { number } from '../../state/place.js';
import { peakOf } from '../chart/curve.js';
import { Spark } from '../chart/spark.js';
import { shareText } from '../share.js';
import { t } from '../words.js';
import { type History, SERIES, type SeriesName } from './history.js';
import type { Ops } from './ops.js';
import { bytesText, msText, rateText } from './sizes.js';

interface Tile {
  series: SeriesName;
  /** How a value of the series is written. */
  text: (value: number) => string;
  detail: string;
  /** The value at the upper edge of its chart, where there is a most: a share of all is at most all. */
  top?: number;
  /** A threshold is passed. */
  tone?: 'warn' | 'bad' | undefined;
}

/** The figures that say most, each with its last minutes. */
export function Tiles({ ops, history }: { ops: Ops; history: History }) {
  return (
    <ul class="tiles">
      {tilesOf(ops).map(({ series, text, detail, top, tone }) => {
        const samples = history.series(series);
        const [value, most] = [SERIES[series](ops), peakOf(samples)];
        const peak = most === null ? '–' : text(most);
        return (
          <li key={series} class="tile" data-tone={tone}>
            <h3>{t(`tile.${series}`)}</h3>
            <p class="tile-value figures">
              {value === null ? '–' : text(value)}{' '}
              {most !== null && <small>{t('tile.peak', { peak })}</small>}
            </p>
            <p class="soft figures">{detail}</p>
            <Spark
              label={t('tile.history', { what: t(`tile.${series}`), peak })}
              samples={samples}
              top={top}
              tone={tone}
            />
          </li>
        );
      })}
    </ul>
  );
}

function tilesOf(ops: Ops): Tile[] {
  const { requests, commands, sockets, streams, cache, store, system, alerts } = ops;
  const firing = (name: Ops['alerts'][number]['name'], tone: 'warn' | 'bad') =>
    alerts.some((alert) => alert.name === name && alert.firing) ? tone : undefined;
  const failed = requests.errorsPerSecond + commands.errorsPerSecond > 0;
  const share = { text: shareText, top: 1 } as const;
  return [
    {
      series: 'requests',
      text: rateText,
      detail: t('tile.requests.detail', { p50: msText(requests.p50Ms) }),
    },
    {
      series: 'latency',
      text: msText,
      detail: t('tile.latency.detail', { p99: msText(requests.p99Ms) }),
      tone: firing('latencyP95Ms', 'bad'),
    },
    {
      series: 'commands',
      text: rateText,
      detail: t('tile.commands.detail', { p95: msText(commands.p95Ms) }),
    },
    {
      series: 'errors',
      text: rateText,
      detail: t('tile.errors.detail', {
        share: shareText(requests.errorShare),
        commands: rateText(commands.errorsPerSecond),
      }),
      tone: firing('errorShare', 'bad') ?? (failed ? 'warn' : undefined),
    },
    {
      series: 'sockets',
      text: number,
      detail: t('tile.sockets.detail', { n: streams.count }),
    },
    {
      series: 'frames',
      text: rateText,
      detail: t('tile.frames.detail', {
        each: rateText(sockets.open === 0 ? 0 : sockets.framesPerSecond / sockets.open),
      }),
    },
    {
      series: 'behind',
      text: number,
      detail: t('tile.behind.detail', { n: streams.count }),
      tone: streams.behind > 0 ? 'warn' : undefined,
    },
    {
      series: 'commits',
      text: rateText,
      detail: t('tile.commits.detail', { ms: msText(store.readMs), queued: number(store.queued) }),
      tone: store.failing ? 'bad' : firing('storeBacklog', 'bad'),
    },
    {
      series: 'cache',
      ...share,
      detail: t('tile.cache.detail', { n: cache.entries, size: bytesText(cache.bytes) }),
      tone: firing('cacheHitRate', 'warn'),
    },
    {
      series: 'cpu',
      ...share,
      detail: t('tile.cpu.detail', { n: system.cpus, load: rateText(system.load1) }),
      tone: firing('cpu', 'warn'),
    },
    {
      series: 'memory',
      ...share,
      detail: t('tile.free', { free: bytesText(system.memoryFreeBytes) }),
      tone: firing('memory', 'warn'),
    },
    {
      series: 'disk',
      ...share,
      detail: t('tile.free', { free: bytesText(system.diskFreeBytes) }),
      tone: firing('disk', 'bad'),
    },
  ];
}
