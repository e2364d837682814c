import { useEffect, useRef } from 'preact/hooks';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { leaveBy } from '../leaving.js';
import { t } from '../words.js';
import type { Submit } from './submit.js';

export interface TroubleProps {
  submit: Submit;
  /** After somebody else changed the same thing: shows theirs, instead of what was typed. */
  onReload?: () => void;
}

/** What is wrong with a form and belongs to no field. Stands below all fields, which are drawn before it. */
export function Trouble({ submit, onReload }: TroubleProps) {
  const place = useRef<HTMLDivElement>(null);
  const rest = submit.rest();
  const anything = submit.conflict || rest.length > 0;
  useEffect(() => {
    if (anything) place.current?.scrollIntoView({ block: 'nearest' });
  }, [anything]);
  return (
    <div ref={place}>
      {submit.conflict && (
        <Banner
          tone="warn"
          {...(onReload
            ? { action: <Button onClick={() => leaveBy(onReload)}>{t('form.theirs')}</Button> }
            : {})}
        >
          {t('refused.conflict')}
        </Banner>
      )}
      {rest.map((text) => (
        <Banner key={text} tone="bad">
          {text}
        </Banner>
      ))}
    </div>
  );
}
