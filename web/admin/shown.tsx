import type { ComponentChildren } from 'preact';
import { t as frame } from '../state/words.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Waiting } from '../ui/spinner.js';
import type { Asked } from './asked.js';
import { troubleText } from './form/refusal.js';
import { t } from './words.js';

export interface ShownProps<T> {
  of: Asked<T>;
  children: (value: T) => ComponentChildren;
}

/** What was asked for: waits for the first answer, and says so when the newest could not be had. */
export function Shown<T>({ of, children }: ShownProps<T>) {
  const { value, error } = of;
  const again = <Button onClick={() => void of.ask()}>{frame('retry')}</Button>;
  if (value.value === undefined) {
    if (error.value === undefined) return <Waiting text={frame('loading')} />;
    return (
      <Banner tone="bad" action={again}>
        {troubleText(error.value)}
      </Banner>
    );
  }
  return (
    <>
      {error.value !== undefined && (
        <Banner tone="warn" action={again}>
          {t('stale', { why: troubleText(error.value) })}
        </Banner>
      )}
      {children(value.value)}
    </>
  );
}
