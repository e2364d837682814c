import type { PageName } from '../frame/open.js';
import { t } from '../state/words.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { EntryFrame } from './entry-frame.js';
import type { Named } from './session.js';

export interface OutletsProps {
  page: PageName;
  outlets: readonly Named[];
  onChoose: (outlet: Named) => void;
}

/** Which outlet, for those who may enter several. */
export function Outlets({ page, outlets, onChoose }: OutletsProps) {
  return (
    <EntryFrame page={page} title={t('outlet.title')}>
      {outlets.length === 0 && <Banner tone="warn">{t('outlet.none')}</Banner>}
      {outlets.map((outlet) => (
        <Button key={outlet.id} size="large" wide onClick={() => onChoose(outlet)}>
          {outlet.name}
        </Button>
      ))}
    </EntryFrame>
  );
}
