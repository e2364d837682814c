import { useEffect } from 'preact/hooks';
import { now } from '../../state/clock.js';
import { clockSeconds } from '../../state/place.js';
import { Banner } from '../../ui/banner.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Waiting } from '../../ui/spinner.js';
import { durationText } from '../../words/amounts.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import { Facts } from './facts.js';
import './operations.css';
import { Tiles } from './tiles.js';
import { Troubles } from './troubles-view.js';
import { Workers } from './workers.js';

/** Figures that are older than this are told to be so; ms. */
const OLD_MS = 4_000;

/** How the box does, second by second: for operators, who see no restaurant's data here. */
export function Operations() {
  const { live } = useOffice();
  useEffect(() => live.watch(), [live]);
  const ops = live.ops.value;
  if (live.operator.value === false) {
    return (
      <div class="office-section">
        <EmptyState icon="lock" title={t('ops.forbidden')}>
          <p>{t('ops.forbiddenText')}</p>
        </EmptyState>
      </div>
    );
  }
  if (ops === null) return <Waiting text={t('ops.waiting')} />;
  const old = now.value - Date.parse(ops.at) > OLD_MS;
  return (
    <div class="office-section ops" data-old={old || undefined}>
      <header class="office-head">
        <div>
          <h2>{t('nav.operations')}</h2>
          <p class="soft">{t('ops.box', { box: ops.system.box, version: ops.system.version })}</p>
        </div>
        <p class="soft figures ops-at">
          {t('ops.at', { at: clockSeconds(ops.at) })}
          <br />
          {t('ops.span', { span: durationText(live.history.seconds * 1000) })}
        </p>
      </header>
      {old ? (
        <Banner tone="bad">{t('ops.old', { at: clockSeconds(ops.at) })}</Banner>
      ) : (
        <Troubles ops={ops} />
      )}
      <Tiles ops={ops} history={live.history} />
      <Workers ops={ops} />
      <Facts ops={ops} />
    </div>
  );
}
