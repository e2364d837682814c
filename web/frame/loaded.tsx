import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { wrongText } from '../state/wrong.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Waiting } from '../ui/spinner.js';
import { t } from '../state/words.js';

export interface LoadedProps<T> {
  /** Asked once for each `key`, and again on demand. */
  load: () => Promise<T>;
  /** Names what is asked for: another key is another question. */
  name: string;
  children: (value: T) => ComponentChildren;
}

/** Something that is asked of the server once: waits, says what went wrong, and offers to ask again. */
export function Loaded<T>({ load, name, children }: LoadedProps<T>) {
  const [tries, setTries] = useState(0);
  const [answer, setAnswer] = useState<{ value: T } | { error: unknown } | null>(null);
  useEffect(() => {
    let here = true;
    setAnswer(null);
    load().then(
      (value) => here && setAnswer({ value }),
      (error: unknown) => here && setAnswer({ error }),
    );
    return () => {
      here = false;
    };
  }, [name, tries]);
  if (answer === null) return <Waiting text={t('loading')} />;
  if ('value' in answer) return <>{children(answer.value)}</>;
  return (
    <Banner tone="bad" action={<Button onClick={() => setTries(tries + 1)}>{t('retry')}</Button>}>
      {wrongText(answer.error)}
    </Banner>
  );
}
