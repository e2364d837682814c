import { clockTime, number } from '../../state/place.js';
import { Banner } from '../../ui/banner.js';
import type { Ops } from './ops.js';
import { t } from '../words.js';
import { shareText } from '../share.js';
import { msText } from './sizes.js';
import { type Trouble, troublesOf } from './troubles.js';

/** What is wrong, in words that say what it means and what to do; or that nothing is. */
export function Troubles({ ops }: { ops: Ops }) {
  const troubles = troublesOf(ops);
  if (troubles.length === 0) return <Banner tone="good">{t('trouble.none')}</Banner>;
  return (
    <ul class="troubles">
      {troubles.map((trouble) => (
        <li key={JSON.stringify([trouble.what, 'worker' in trouble && trouble.worker])}>
          <Banner tone={trouble.tone}>{textOf(trouble)}</Banner>
        </li>
      ))}
    </ul>
  );
}

function textOf(trouble: Trouble): string {
  switch (trouble.what) {
    case 'workersMissing':
      return t('trouble.workersMissing', { n: trouble.n, all: trouble.all });
    case 'workerSilent':
      return t('trouble.workerSilent', { worker: trouble.worker });
    case 'storeFailing':
    case 'busDown':
      return t(`trouble.${trouble.what}`);
    case 'breakerOpen':
    case 'breakerHalfOpen':
      return t(`trouble.${trouble.what}`, { name: trouble.name });
    case 'behind':
    case 'losses':
      return t(`trouble.${trouble.what}`, { n: trouble.n });
    default: {
      const { what, value, since } = trouble;
      const shown = what.endsWith('Ms')
        ? msText(value)
        : what === 'alert.storeBacklog'
          ? number(value)
          : shareText(value);
      const said = t(`trouble.${what}`, { value: shown });
      return since === null ? said : `${said} ${t('trouble.since', { at: clockTime(since) })}`;
    }
  }
}
