import { useSignal } from '@preact/signals';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field, Labelled } from '../../ui/field.js';
import { toast } from '../../ui/toast.js';
import { useTill } from '../till/context.js';
import { t } from '../words.js';
import { keepReceiptHead, type ReceiptHead, useReceiptHead, wrongOf } from './receipt-head.js';

/** What this till prints above and below each bill. */
export function ReceiptSettings({ onClose }: { onClose: () => void }) {
  const till = useTill();
  const kept = useReceiptHead();
  const changed = useSignal<Partial<ReceiptHead>>({});
  const head = { ...kept, ...changed.value };
  const wrong = wrongOf(head);
  const change = (part: Partial<ReceiptHead>) => {
    changed.value = { ...changed.value, ...part };
  };
  const save = async () => {
    try {
      await keepReceiptHead(till, head);
      onClose();
    } catch (error) {
      console.error('keep the head of receipts', error);
      toast({ text: t('trouble.device'), tone: 'bad' });
    }
  };
  return (
    <Dialog
      title={t('receipt.settings')}
      onClose={onClose}
      actions={
        <Button kind="main" disabled={wrong.gstin || wrong.fssai} onClick={() => void save()}>
          {t('save')}
        </Button>
      }
    >
      <p class="soft">{t('receipt.settingsText')}</p>
      <Labelled label={t('receipt.head')}>
        {(ties) => (
          <textarea
            {...ties}
            rows={3}
            value={head.text}
            onInput={({ currentTarget }) => change({ text: currentTarget.value })}
          />
        )}
      </Labelled>
      <Field
        label={t('receipt.gstinField')}
        value={head.gstin}
        maxLength={15}
        autoCapitalize="characters"
        spellcheck={false}
        wrong={wrong.gstin ? t('receipt.gstinWrong') : undefined}
        tidy={(text) => text.toUpperCase().replace(/[^0-9A-Z]/g, '')}
        onInput={(gstin) => change({ gstin })}
      />
      <Field
        label={t('receipt.fssaiField')}
        value={head.fssai}
        maxLength={14}
        inputMode="numeric"
        wrong={wrong.fssai ? t('receipt.fssaiWrong') : undefined}
        tidy={(text) => text.replace(/\D/g, '')}
        onInput={(fssai) => change({ fssai })}
      />
      <Field label={t('receipt.foot')} value={head.foot} onInput={(foot) => change({ foot })} />
    </Dialog>
  );
}
