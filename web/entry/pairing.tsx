import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { PageName } from '../frame/open.js';
import { t } from '../state/words.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { EntryFrame } from './entry-frame.js';
import { wrongText } from '../state/wrong.js';

/** Characters of a code, without its dash. */
const LENGTH = 8;
/** No 0, 1, I, L, O, U: what a code is written with cannot be mistaken, or read as a word. */
const FOREIGN = /[^23456789ABCDEFGHJKMNPQRSTVWXYZ]/g;

export interface PairingProps {
  page: PageName;
  /** Rejects with the refusal. */
  onPair: (code: string) => Promise<void>;
  others?: ComponentChildren;
}

/** The code of the back office makes this browser a device of the outlet. */
export function Pairing({ page, onPair, others }: PairingProps) {
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const pair = async (whole: string) => {
    setBusy(true);
    setWrong(null);
    try {
      await onPair(whole);
    } catch (error) {
      setWrong(wrongText(error));
      setBusy(false);
    }
  };
  const complete = lettersOf(code).length === LENGTH;
  return (
    <EntryFrame page={page} title={t('pair.title')} text={t('pair.text')} others={others}>
      {wrong && <Banner tone="bad">{wrong}</Banner>}
      <form
        class="pair-code"
        onSubmit={(event) => {
          event.preventDefault();
          if (complete && !busy) void pair(code);
        }}
      >
        <Field
          label={t('pair.code')}
          value={code}
          placeholder="····-····"
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          enterKeyHint="go"
          tidy={(text) => dashed(lettersOf(text))}
          onInput={setCode}
        />
        <Button type="submit" kind="main" size="large" wide disabled={!complete} busy={busy}>
          {t('pair.submit')}
        </Button>
      </form>
    </EntryFrame>
  );
}

function lettersOf(text: string): string {
  return text.toUpperCase().replace(FOREIGN, '').slice(0, LENGTH);
}

function dashed(letters: string): string {
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}
