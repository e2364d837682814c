import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { t as frame } from '../../state/words.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { useUnsaved } from '../leaving.js';
import { t } from '../words.js';
import './form.css';
import type { Submit } from './submit.js';
import { Trouble } from './trouble.js';

export interface FormDialogProps {
  title: string;
  size?: 'normal' | 'wide';
  /** What the main button says. */
  submitText: string;
  submit: Submit;
  /** Checks and sends; the dialog stays until its owner takes it away. */
  onSubmit: () => void;
  onClose: () => void;
  /** Something was typed that would be lost. */
  dirty?: boolean;
  /** After somebody else changed the same thing: shows theirs. */
  onReload?: () => void;
  /** Other things to do with what is shown, at the start of the foot. */
  others?: ComponentChildren;
  children: ComponentChildren;
}

/** A dialog that sends a form. What was typed is not thrown away by a tap beside it. */
export function FormDialog({
  title,
  size = 'normal',
  submitText,
  submit,
  onSubmit,
  onClose,
  dirty = false,
  onReload,
  others,
  children,
}: FormDialogProps) {
  const form = useId();
  const keep = useId();
  const [leaving, setLeaving] = useState(false);
  useUnsaved(dirty);
  useEffect(() => {
    if (leaving) document.getElementById(keep)?.focus();
  }, [leaving]);
  // Asked again while it is asked, by Escape or the cross, it is the careful answer.
  const close = () => (dirty && !submit.busy ? setLeaving(!leaving) : onClose());
  const send = (event: Event) => {
    event.preventDefault();
    if (!submit.busy) onSubmit();
  };
  const stay = (
    <>
      {others && <div class="form-others">{others}</div>}
      <Button onClick={close}>{frame('cancel')}</Button>
      <Button type="submit" form={form} kind="main" busy={submit.busy}>
        {submitText}
      </Button>
    </>
  );
  const leave = (
    <>
      <p class="form-leave" role="alert">
        {t('form.leave')}
      </p>
      <Button id={keep} onClick={() => setLeaving(false)}>
        {t('form.stay')}
      </Button>
      <Button kind="danger" onClick={onClose}>
        {t('form.discard')}
      </Button>
    </>
  );
  return (
    <Dialog title={title} size={size} onClose={close} actions={leaving ? leave : stay}>
      <form id={form} class="form" noValidate onSubmit={send}>
        {children}
        <Trouble submit={submit} {...(onReload ? { onReload } : {})} />
      </form>
    </Dialog>
  );
}
