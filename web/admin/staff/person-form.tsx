import { useState } from 'preact/hooks';
import { t as frame } from '../../state/words.js';
import { Banner } from '../../ui/banner.js';
import { Field } from '../../ui/field.js';
import { toast } from '../../ui/toast.js';
import { OneOf, Several } from '../form/chips.js';
import { faults, wrongName } from '../form/faults.js';
import { FormDialog } from '../form/form-dialog.js';
import { troubleText } from '../form/refusal.js';
import { useSubmit } from '../form/submit.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import {
  type Role,
  rolesFor,
  type StaffMember,
  wrongEmail,
  wrongPassword,
  wrongPin,
} from './rights.js';

export interface PersonFormProps {
  /** null: somebody new. */
  person: StaffMember | null;
  onClose: () => void;
  onSaved: () => void;
}

/** Takes somebody on, or changes what they are and where they may work. */
export function PersonForm({ person, onClose, onSaved }: PersonFormProps) {
  const { command, user, outlet, outlets } = useOffice();
  const before = {
    name: person?.name ?? '',
    email: '',
    password: '',
    pin: '',
    role: person?.role ?? ('waiter' as Role),
    outletIds: person?.outletIds ?? [outlet.id],
  };
  const [draft, setDraft] = useState(before);
  const change = (part: Partial<typeof before>) => setDraft({ ...draft, ...part });
  const submit = useSubmit();
  const { role } = draft;
  const name = draft.name.trim();
  const outletIds = draft.outletIds;
  const found = faults(
    ['/name', wrongName(draft.name)],
    ['/outletIds', role !== 'owner' && outletIds.length === 0 ? 'noOutlet' : null],
    ...(person
      ? []
      : ([
          ['/email', wrongEmail(draft.email)],
          ['/password', wrongPassword(draft.password)],
          ['/pin', draft.pin === '' ? null : wrongPin(draft.pin)],
        ] as const)),
  );
  const takeOn = async () => {
    const { email, password, pin } = draft;
    const sent = { name, email: email.trim(), password, role, outletIds };
    const { id } = await command('staff.create', sent);
    if (pin === '') return;
    // They are taken on by now: a PIN that failed must not look as if they were not.
    await command('staff.setPin', { staffId: id, pin }).catch((error: unknown) =>
      toast({ tone: 'bad', text: t('staff.pinFailed', { name, why: troubleText(error) }) }),
    );
  };
  const save = async () => {
    const taken = await submit.run(found, () =>
      person ? command('staff.change', { staffId: person.id, name, role, outletIds }) : takeOn(),
    );
    if (!taken) return;
    toast({ tone: 'good', text: t('saved', { name }) });
    onSaved();
    onClose();
  };
  return (
    <FormDialog
      title={person ? person.name : t('staff.new')}
      submitText={person ? t('save') : t('staff.takeOn')}
      submit={submit}
      dirty={JSON.stringify(draft) !== JSON.stringify(before)}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Field
        label={t('staff.name')}
        value={draft.name}
        wrong={submit.at('/name')}
        autofocus={!person}
        autoComplete="off"
        onInput={(text) => change({ name: text })}
      />
      <OneOf
        label={t('staff.role')}
        hint={t(`role.${role}.may`)}
        wrong={submit.at('/role')}
        chosen={role}
        chips={rolesFor(user.role).map((value) => ({ value, text: frame(`role.${value}`) }))}
        onChange={(value) =>
          change({ role: rolesFor(user.role).find((each) => each === value) ?? role })
        }
      />
      {person?.id === user.id && role !== before.role && (
        <Banner tone="warn">{t('staff.ownRole')}</Banner>
      )}
      {role === 'owner' ? (
        <p class="field-hint">{t('staff.ownerOutlets')}</p>
      ) : (
        <Several
          label={t('staff.outlets')}
          wrong={submit.at('/outletIds')}
          chosen={outletIds}
          chips={outlets.map((each) => ({ value: each.id, text: each.name }))}
          onChange={(chosen) => change({ outletIds: chosen })}
        />
      )}
      {!person && (
        <>
          <Field
            label={t('staff.email')}
            type="email"
            value={draft.email}
            wrong={submit.at('/email')}
            autoComplete="off"
            onInput={(email) => change({ email })}
          />
          <div class="form-pair">
            <Field
              label={t('staff.firstPassword')}
              hint={t('staff.passwordHint')}
              type="password"
              value={draft.password}
              wrong={submit.at('/password')}
              autoComplete="new-password"
              onInput={(password) => change({ password })}
            />
            <Field
              label={t('staff.pin')}
              hint={t('staff.pinLater')}
              type="password"
              inputMode="numeric"
              value={draft.pin}
              wrong={submit.at('/pin')}
              autoComplete="off"
              maxLength={8}
              onInput={(pin) => change({ pin })}
            />
          </div>
        </>
      )}
    </FormDialog>
  );
}
