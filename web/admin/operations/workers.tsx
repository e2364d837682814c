import { number } from '../../state/place.js';
import { Badge } from '../../ui/badge.js';
import { Table } from '../../ui/table.js';
import type { Ops } from './ops.js';
import { Panel } from '../panel.js';
import { t } from '../words.js';
import { shareText } from '../share.js';
import { bytesText, msText, uptimeText } from './sizes.js';

type Worker = Ops['workers'][number];

/** The processes that do the work, one a processor. */
export function Workers({ ops: { workers, workersWanted, losses } }: { ops: Ops }) {
  return (
    <Panel
      title={t('ops.workers')}
      aside={<p>{t('ops.workersOf', { n: workers.length, all: workersWanted, losses })}</p>}
    >
      <Table
        caption={t('ops.workers')}
        rows={workers}
        keyOf={({ worker }) => String(worker)}
        columns={[
          { head: t('worker.name'), cell: ({ worker, pid }) => `${number(worker)} · ${pid}` },
          { head: t('worker.state'), cell: (worker) => <State worker={worker} /> },
          { head: t('worker.cpu'), cell: ({ cpuShare }) => shareText(cpuShare), align: 'end' },
          { head: t('worker.memory'), cell: ({ rssBytes }) => bytesText(rssBytes), align: 'end' },
          { head: t('worker.loop'), cell: ({ loopMs }) => msText(loopMs.p99), align: 'end' },
          { head: t('worker.sockets'), cell: ({ sockets }) => number(sockets), align: 'end' },
          { head: t('worker.streams'), cell: ({ streams }) => number(streams), align: 'end' },
          { head: t('worker.behind'), cell: ({ behind }) => number(behind), align: 'end' },
          {
            head: t('worker.uptime'),
            cell: ({ uptimeSeconds }) => uptimeText(uptimeSeconds),
            align: 'end',
          },
        ]}
      />
    </Panel>
  );
}

function State({ worker: { state, answered } }: { worker: Worker }) {
  if (!answered) return <Badge tone="bad">{t('worker.silent')}</Badge>;
  return (
    <Badge tone={state === 'ready' ? 'good' : 'warn'}>
      {state === 'ready' ? t('worker.ready') : t('worker.draining')}
    </Badge>
  );
}
