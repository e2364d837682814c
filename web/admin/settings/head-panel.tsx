import { Field, type FieldProps, Labelled } from '../../ui/field.js';
import type { Submit } from '../form/submit.js';
import { Panel } from '../panel.js';
import { t } from '../words.js';
import type { HeadDraft } from './head-draft.js';

export interface HeadPanelProps {
  head: HeadDraft;
  /** Where bills need the numbers of India. */
  inIndia: boolean;
  submit: Submit;
  onChange: (part: Partial<HeadDraft>) => void;
}

/** What stands above and below each bill of the outlet. */
export function HeadPanel({ head, inIndia, submit, onChange }: HeadPanelProps) {
  return (
    <Panel title={t('settings.head')}>
      <p class="soft">{t('settings.headText')}</p>
      <Field
        label={t('settings.legalName')}
        hint={t('settings.legalNameHint')}
        value={head.legalName}
        wrong={submit.at('/head/legalName')}
        autoComplete="off"
        onInput={(legalName) => onChange({ legalName })}
      />
      <Labelled
        label={t('settings.address')}
        hint={t('settings.addressHint')}
        wrong={submit.at('/head/address')}
      >
        {(ties) => (
          <textarea
            {...ties}
            rows={3}
            value={head.address}
            onInput={({ currentTarget }) => onChange({ address: currentTarget.value })}
          />
        )}
      </Labelled>
      <Field
        label={t('settings.phone')}
        type="tel"
        value={head.phone}
        wrong={submit.at('/head/phone')}
        autoComplete="off"
        onInput={(phone) => onChange({ phone })}
      />
      {inIndia ? (
        <div class="form-pair">
          <NumberField
            label={t('settings.gstin')}
            hint={t('settings.gstinHint')}
            value={head.gstin}
            wrong={submit.at('/head/gstin')}
            strange={/[^0-9A-Z]/g}
            length={15}
            onInput={(gstin) => onChange({ gstin })}
          />
          <NumberField
            label={t('settings.fssai')}
            hint={t('settings.fssaiHint')}
            value={head.fssai}
            wrong={submit.at('/head/fssai')}
            strange={/\D/g}
            length={14}
            inputMode="numeric"
            onInput={(fssai) => onChange({ fssai })}
          />
        </div>
      ) : (
        <NumberField
          label={t('settings.vatNumber')}
          hint={t('settings.vatNumberHint')}
          value={head.vatNumber}
          wrong={submit.at('/head/vatNumber')}
          strange={/[^0-9GB]/g}
          length={15}
          onInput={(vatNumber) => onChange({ vatNumber })}
        />
      )}
      <Field
        label={t('settings.footer')}
        hint={t('settings.footerHint')}
        value={head.footer}
        wrong={submit.at('/head/footer')}
        autoComplete="off"
        onInput={(footer) => onChange({ footer })}
      />
    </Panel>
  );
}

type Passed = Pick<FieldProps, 'label' | 'hint' | 'value' | 'wrong' | 'inputMode' | 'onInput'>;

interface NumberFieldProps extends Passed {
  /** What is in no such number, such as the spaces that others print in it. */
  strange: RegExp;
  length: number;
}

/**
 * The number of a registration. It is cut to length after it is tidied, not by `maxLength`: a pasted one would lose
 * its end to the spaces in it.
 */
function NumberField({ strange, length, ...props }: NumberFieldProps) {
  return (
    <Field
      {...props}
      autoCapitalize="characters"
      autoComplete="off"
      spellcheck={false}
      tidy={(text) => text.toUpperCase().replace(strange, '').slice(0, length)}
    />
  );
}
