import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { PageName } from '../frame/open.js';
import { t } from '../state/words.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/empty-state.js';
import { Field } from '../ui/field.js';
import { PinPad } from '../ui/pin-pad.js';
import { EntryFrame } from './entry-frame.js';
import type { Person } from './session.js';
import { wrongText } from '../state/wrong.js';

/** Digits that a PIN may have. */
export const PIN_DIGITS = { least: 4, most: 8 } as const;
/** From so many on, a name is found faster by writing than by looking. */
const SEARCH_FROM = 13;

export interface PinProps {
  page: PageName;
  /** Where: the name of the outlet. */
  outlet: string;
  people: readonly Person[];
  /** Rejects with the refusal. */
  onPin: (person: Person, pin: string) => Promise<void>;
  others?: ComponentChildren;
}

/** Choose your name, then type your PIN: how a shared till changes hands in two seconds. */
export function Pin({ page, outlet, people, onPin, others }: PinProps) {
  const [person, setPerson] = useState<Person | null>(null);
  if (person === null) {
    return (
      <EntryFrame page={page} title={t('pin.who')} text={outlet} size="wide" others={others}>
        <People people={people} onChoose={setPerson} />
      </EntryFrame>
    );
  }
  return (
    <EntryFrame page={page} title={person.name} text={t(`role.${person.role}`)} others={others}>
      <OfPerson person={person} onPin={(pin) => onPin(person, pin)} />
      <Button kind="quiet" icon="back" onClick={() => setPerson(null)}>
        {t('pin.other')}
      </Button>
    </EntryFrame>
  );
}

function OfPerson({ person, onPin }: { person: Person; onPin: (pin: string) => Promise<void> }) {
  const [wrong, setWrong] = useState<string | null>(null);
  return (
    <>
      {/* As high as what may stand here: the digits must not move under a finger. */}
      <div class="pin-said">
        {wrong ? <Banner tone="bad">{wrong}</Banner> : <p class="soft">{t('pin.type')}</p>}
      </div>
      <PinPad
        label={t('pin.of', { name: person.name })}
        least={PIN_DIGITS.least}
        most={PIN_DIGITS.most}
        onPin={async (pin) => {
          try {
            await onPin(pin);
          } catch (error) {
            setWrong(wrongText(error));
            throw error;
          }
        }}
      />
    </>
  );
}

function People({
  people,
  onChoose,
}: {
  people: readonly Person[];
  onChoose: (person: Person) => void;
}) {
  const [sought, setSought] = useState('');
  const found = people.filter(({ name }) => name.toLowerCase().includes(sought.toLowerCase()));
  if (people.length === 0) {
    return (
      <EmptyState icon="person" title={t('pin.nobody')}>
        <p>{t('pin.nobodyText')}</p>
      </EmptyState>
    );
  }
  return (
    <>
      {people.length >= SEARCH_FROM && (
        <Field label={t('pin.search')} type="search" value={sought} onInput={setSought} />
      )}
      <ul class="people">
        {found.map((person) => (
          <li key={person.id}>
            <button type="button" disabled={!person.hasPin} onClick={() => onChoose(person)}>
              <span class="initials" aria-hidden="true">
                {initialsOf(person.name)}
              </span>
              <strong>{person.name}</strong>
              <small>{person.hasPin ? t(`role.${person.role}`) : t('pin.noPin')}</small>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** First letters of the first and the last name. Letters, not code units: names are not all Latin. */
export function initialsOf(name: string): string {
  const names = name.trim().split(/\s+/);
  const ends = names.length > 1 ? [names[0], names.at(-1)] : names;
  return ends.map((each = '') => [...each][0] ?? '').join('');
}
