import { useState } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { SearchField } from '../../ui/search-field.js';
import { ALL, useOffice } from '../office.js';
import { Shown } from '../shown.js';
import { Switch } from '../switch.js';
import { useAsked } from '../use-asked.js';
import { t } from '../words.js';
import { ActiveDialog } from './active-dialog.js';
import { PasswordForm } from './password-form.js';
import { PersonForm } from './person-form.js';
import { PersonRow } from './person-row.js';
import { PinForm } from './pin-form.js';
import type { StaffMember } from './rights.js';
import './staff.css';

/** What is done with whom. */
type Doing =
  | { what: 'new' }
  | { what: 'change' | 'pin' | 'password' | 'active'; person: StaffMember };

/** From so many people on they are found faster by writing. */
const SEARCH_FROM = 9;

/** The people of the organization: who they are, what they may do, and where. */
export function Staff() {
  const { outlet, query } = useOffice();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [sought, setSought] = useState('');
  const [former, setFormer] = useState(false);
  const asked = useAsked(outlet.id, async () => {
    const [staff, people] = await Promise.all([query('staff.list', ALL), query('people.list', {})]);
    const withPin = people.data.filter(({ hasPin }) => hasPin).map(({ id }) => id);
    return { staff: staff.data, withPin: new Set(withPin) };
  });
  const close = () => setDoing(null);
  const saved = () => void asked.ask();
  return (
    <div class="office-section">
      <header class="office-head">
        <h2>{t('nav.staff')}</h2>
        <Button kind="main" icon="plus" onClick={() => setDoing({ what: 'new' })}>
          {t('staff.add')}
        </Button>
      </header>
      <Shown of={asked}>
        {({ staff, withPin }) => {
          const here = staff.filter(({ active }) => former || active);
          const words = sought.trim().toLowerCase();
          const found = here.filter(({ name, email }) =>
            `${name} ${email}`.toLowerCase().includes(words),
          );
          return (
            <>
              <div class="staff-find">
                {staff.length >= SEARCH_FROM && (
                  <SearchField label={t('staff.search')} value={sought} onInput={setSought} />
                )}
                {staff.some(({ active }) => !active) && (
                  <Switch label={t('staff.former')} on={former} onChange={setFormer} />
                )}
              </div>
              {found.length === 0 ? (
                <EmptyState icon="search" title={t('staff.notFound', { sought })} />
              ) : (
                <ul class="people-list">
                  {found.map((person) => (
                    <PersonRow
                      key={person.id}
                      person={person}
                      hasPin={withPin.has(person.id)}
                      onDo={(what) => setDoing({ what, person })}
                    />
                  ))}
                </ul>
              )}
              {here.length === 1 && (
                <EmptyState icon="people" title={t('staff.alone')}>
                  <p>{t('staff.aloneText')}</p>
                </EmptyState>
              )}
            </>
          );
        }}
      </Shown>
      {doing?.what === 'new' && <PersonForm person={null} onClose={close} onSaved={saved} />}
      {doing?.what === 'change' && (
        <PersonForm person={doing.person} onClose={close} onSaved={saved} />
      )}
      {doing?.what === 'pin' && (
        <PinForm
          person={doing.person}
          again={asked.value.peek()?.withPin.has(doing.person.id) ?? false}
          onClose={close}
          onSaved={saved}
        />
      )}
      {doing?.what === 'password' && <PasswordForm person={doing.person} onClose={close} />}
      {doing?.what === 'active' && (
        <ActiveDialog person={doing.person} onClose={close} onSaved={saved} />
      )}
    </div>
  );
}
