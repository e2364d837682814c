import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { toast } from '../../ui/toast.js';
import { t } from '../words.js';
import { faults, wrongName } from './faults.js';
import { FormDialog } from './form-dialog.js';
import { useSubmit } from './submit.js';

export interface NameFormProps {
  /** What it is called now; null: a new one. */
  of: string | null;
  /** Of the dialog for a new one. */
  newTitle: string;
  label: string;
  /** Sends the name; rejects with the refusal. */
  onSend: (name: string) => Promise<unknown>;
  /** Takes it out of use; rejects with the refusal. */
  onArchive: () => Promise<unknown>;
  onClose: () => void;
  /** It was sent, or somebody else changed it: what is shown is out of date. */
  onChanged: () => void;
  /** Whether what stands below the name was changed. */
  moreDirty?: boolean;
  /** Below the name. */
  children?: ComponentChildren;
}

/** For what is a name and little more: a category, a station. */
export function NameForm({
  of,
  newTitle,
  label,
  onSend,
  onArchive,
  onClose,
  onChanged,
  moreDirty = false,
  children,
}: NameFormProps) {
  const [name, setName] = useState(of ?? '');
  const submit = useSubmit();
  const close = () => {
    onChanged();
    onClose();
  };
  const done = (text: string) => {
    toast({ tone: 'good', text });
    close();
  };
  const save = async () => {
    const sent = name.trim();
    const taken = await submit.run(faults(['/name', wrongName(name)]), () => onSend(sent));
    if (taken) done(t('saved', { name: sent }));
  };
  const archive = async () => {
    if (await submit.run({}, onArchive)) done(t('archived', { name: of ?? name }));
  };
  return (
    <FormDialog
      title={of ?? newTitle}
      submitText={t('save')}
      submit={submit}
      dirty={moreDirty || name !== (of ?? '')}
      onSubmit={() => void save()}
      onClose={onClose}
      onReload={close}
      {...(of === null
        ? {}
        : {
            others: (
              <Button kind="quiet" icon="archive" onClick={() => void archive()}>
                {t('archive')}
              </Button>
            ),
          })}
    >
      <Field
        label={label}
        value={name}
        wrong={submit.at('/name')}
        autofocus
        autoComplete="off"
        onInput={setName}
      />
      {children}
    </FormDialog>
  );
}
