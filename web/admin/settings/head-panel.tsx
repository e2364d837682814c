import { Field, Labelled } from '../../ui/field.js';
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

/**
 * What stands above and below each bill of the outlet. Numbers are cut to length after they are
 * tidied, not by `maxLength`: with the spaces that others print in them, a pasted one would lose its
 * end.
 */
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
          <Field
            label={t('settings.gstin')}
            hint={t('settings.gstinHint')}
            value={head.gstin}
            wrong={submit.at('/head/gstin')}
            autoCapitalize="characters"
            autoComplete="off"
            spellcheck={false}
            tidy={(text) =>
              text
                .toUpperCase()
                .replace(/[^0-9A-Z]/g, '')
                .slice(0, 15)
            }
            onInput={(gstin) => onChange({ gstin })}
          />
          <Field
            label={t('settings.fssai')}
            hint={t('settings.fssaiHint')}
            value={head.fssai}
            wrong={submit.at('/head/fssai')}
            inputMode="numeric"
            autoComplete="off"
            tidy={(text) => text.replace(/\D/g, '').slice(0, 14)}
            onInput={(fssai) => onChange({ fssai })}
          />
        </div>
      ) : (
        <Field
          label={t('settings.vatNumber')}
          hint={t('settings.vatNumberHint')}
          value={head.vatNumber}
          wrong={submit.at('/head/vatNumber')}
          autoCapitalize="characters"
          autoComplete="off"
          spellcheck={false}
          tidy={(text) =>
            text
              .toUpperCase()
              .replace(/[^0-9GB]/g, '')
              .slice(0, 15)
          }
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
