import type { ComponentChildren } from 'preact';
import { number } from '../../state/place.js';
import { Badge } from '../../ui/badge.js';
import type { Ops } from './ops.js';
import { Panel } from '../panel.js';
import { t } from '../words.js';
import { Alerts } from './alerts.js';
import { bytesText, msText, rateText, uptimeText } from './sizes.js';

/** Alerts, store, bus, cache and the machine, each in its few figures; in this order both columns are as long. */
export function Facts({ ops }: { ops: Ops }) {
  const { store, bus, breakers, cache, system, alerts } = ops;
  const { connections } = store;
  return (
    <div class="ops-facts">
      <Panel title={t('ops.alerts')}>
        <Alerts alerts={alerts} />
      </Panel>
      <Panel title={t('ops.store')} aside={<Health well={!store.failing} />}>
        <Rows
          rows={[
            [t('fact.kind'), t(`store.${store.kind}`)],
            [t('fact.read'), msText(store.readMs)],
            [t('fact.queued'), number(store.queued)],
            [t('fact.conflicts'), rateText(store.conflictsPerSecond)],
            ...(connections
              ? ([
                  [
                    t('fact.connections'),
                    t('fact.connectionsOf', {
                      n: connections.inUse,
                      open: connections.open,
                      most: connections.most,
                    }),
                  ],
                  [t('fact.waiting'), number(connections.waiting)],
                ] as const)
              : []),
          ]}
        />
      </Panel>
      <Panel title={t('ops.breakers')}>
        {breakers.length === 0 ? (
          <p class="soft">{t('breaker.none')}</p>
        ) : (
          <Rows
            rows={breakers.map(({ name, state }) => [
              name,
              <Badge
                key={name}
                tone={state === 'closed' ? 'good' : state === 'open' ? 'bad' : 'warn'}
              >
                {t(`breaker.${state}`)}
              </Badge>,
            ])}
          />
        )}
      </Panel>
      <Panel title={t('ops.bus')} aside={<Health well={bus.healthy} />}>
        <Rows
          rows={[
            [t('fact.kind'), t(`bus.${bus.kind}`)],
            [t('fact.otherBoxes'), number(bus.otherBoxes)],
            [t('fact.roundTrip'), msText(bus.roundTripMs)],
            [t('fact.dropped'), number(bus.dropped)],
          ]}
        />
      </Panel>
      <Panel title={t('ops.cache')}>
        <Rows
          rows={[
            [t('fact.hits'), rateText(cache.hitsPerSecond)],
            [t('fact.misses'), rateText(cache.missesPerSecond)],
            [t('fact.entries'), number(cache.entries)],
            [t('fact.size'), bytesText(cache.bytes)],
          ]}
        />
      </Panel>
      <Panel title={t('ops.machine')}>
        <Rows
          rows={[
            [t('fact.memory'), free(system.memoryFreeBytes, system.memoryBytes)],
            [t('fact.disk'), free(system.diskFreeBytes, system.diskBytes)],
            [t('fact.uptime'), uptimeText(system.uptimeSeconds)],
            [t('fact.platform'), `${system.platform} · Node ${system.node}`],
          ]}
        />
      </Panel>
    </div>
  );
}

function Health({ well }: { well: boolean }) {
  return <Badge tone={well ? 'good' : 'bad'}>{well ? t('fact.well') : t('fact.ill')}</Badge>;
}

function Rows({ rows }: { rows: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="fact-rows">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="figures">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function free(bytes: number, all: number): string {
  return t('fact.freeOf', { free: bytesText(bytes), all: bytesText(all) });
}
