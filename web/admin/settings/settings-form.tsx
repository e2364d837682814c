import { useId, useLayoutEffect, useState } from 'preact/hooks';
import { language } from '../../state/language.js';
import { money } from '../../state/place.js';
import { Button } from '../../ui/button.js';
import { Field, type FieldProps, Labelled, SelectField } from '../../ui/field.js';
import { toast } from '../../ui/toast.js';
import { OneOf } from '../form/chips.js';
import { revFor } from '../form/rev-for.js';
import { useSubmit } from '../form/submit.js';
import { TimeField } from '../form/time-field.js';
import { Trouble } from '../form/trouble.js';
import { useUnsaved } from '../leaving.js';
import { useOffice } from '../office.js';
import { Panel } from '../panel.js';
import { t } from '../words.js';
import { HeadPanel } from './head-panel.js';
import {
  changeOf,
  type Outlet,
  type SettingsDraft,
  settingsOf,
  wrongSettings,
} from './settings-draft.js';
import { STATES } from './states.js';

export interface SettingsFormProps {
  outlet: Outlet;
  stations: readonly { id: string; name: string }[];
  onSaved: (outlet: Outlet) => void;
  onReload: () => void;
}

/** To what the payable is rounded, in minor units. */
const ROUNDINGS = [1, 5, 50, 100] as const;

/**
 * Where the outlet is, what its bills say, how it counts days and money, and when the kitchen is
 * late.
 */
export function SettingsForm({ outlet, stations, onSaved, onReload }: SettingsFormProps) {
  const { command, query } = useOffice();
  const zones = useId();
  // As it was when the form was begun: beside what is newer, changes of others would look like own.
  const [base, setBase] = useState(outlet);
  const [draft, setDraft] = useState(() => settingsOf(base));
  const submit = useSubmit();
  const change = (part: Partial<SettingsDraft>) => setDraft({ ...draft, ...part });
  const begin = (from: Outlet) => {
    setBase(from);
    setDraft(settingsOf(from));
  };
  const changed = changeOf(base, draft);
  const dirty = Object.keys(changed).length > 0;
  useUnsaved(dirty);
  // Before anybody can type: what is typed first would be replaced by what came a frame earlier.
  useLayoutEffect(() => {
    if (!dirty && outlet !== base) begin(outlet);
  }, [outlet]);
  const save = async (event: Event) => {
    event.preventDefault();
    if (submit.busy || !dirty) return;
    const taken = await submit.run(wrongSettings(draft), async () => {
      const newest = await query('outlet.read', {});
      const next = await command('outlet.change', changed, revFor(changed, base, newest));
      begin(next);
      onSaved(next);
    });
    if (taken) toast({ tone: 'good', text: t('settings.saved') });
  };
  return (
    <form class="settings" noValidate onSubmit={(event) => void save(event)}>
      <Panel title={t('settings.outlet')}>
        <Field
          label={t('settings.name')}
          hint={t('settings.nameHint')}
          value={draft.name}
          wrong={submit.at('/name')}
          autoComplete="organization"
          onInput={(name) => change({ name })}
        />
        {outlet.country === 'IN' && (
          <SelectField
            label={t('settings.state')}
            hint={t('settings.stateHint')}
            value={draft.stateCode}
            wrong={submit.at('/stateCode')}
            options={[
              { value: '', text: t('settings.noState') },
              ...STATES.map(([code, en, hi]) => ({
                value: code,
                text: `${code} · ${language.value === 'hi' ? hi : en}`,
              })),
            ]}
            onChange={(stateCode) => change({ stateCode })}
          />
        )}
        <div class="form-pair">
          <Labelled label={t('settings.timeZone')} wrong={submit.at('/timeZone')}>
            {(ties) => (
              <input
                {...ties}
                list={zones}
                value={draft.timeZone}
                autoComplete="off"
                onInput={(event) => change({ timeZone: event.currentTarget.value })}
              />
            )}
          </Labelled>
          <datalist id={zones}>
            {Intl.supportedValuesOf('timeZone').map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <TimeField
            label={t('settings.dayStartsAt')}
            hint={t('settings.dayStartsAtHint')}
            value={draft.dayStartsAt}
            wrong={submit.at('/dayStartsAt')}
            onInput={(dayStartsAt) => change({ dayStartsAt })}
          />
        </div>
      </Panel>
      <HeadPanel
        head={draft.head}
        inIndia={outlet.country === 'IN'}
        submit={submit}
        onChange={(part) => change({ head: { ...draft.head, ...part } })}
      />
      <Panel title={t('settings.money')}>
        <OneOf
          label={t('settings.roundTo')}
          hint={t('settings.roundToHint')}
          chosen={String(draft.roundTo)}
          chips={ROUNDINGS.map((minor) => ({
            value: String(minor),
            text: minor === 1 ? t('settings.noRounding') : money(minor),
          }))}
          onChange={(value) =>
            change({ roundTo: ROUNDINGS.find((each) => String(each) === value) ?? 1 })
          }
        />
        <dl class="facts">
          <div>
            <dt>{t('settings.currency')}</dt>
            <dd>{outlet.currency}</dd>
          </div>
          <div>
            <dt>{t('settings.prefix')}</dt>
            <dd>{outlet.invoicePrefix}</dd>
          </div>
        </dl>
      </Panel>
      <Panel title={t('settings.kitchen')}>
        <div class="form-pair">
          <MinutesField
            label={t('settings.warn')}
            value={draft.warnMinutes}
            wrong={submit.at('/kitchen/warnMinutes')}
            onInput={(warnMinutes) => change({ warnMinutes })}
          />
          <MinutesField
            label={t('settings.late')}
            value={draft.lateMinutes}
            wrong={submit.at('/kitchen/lateMinutes')}
            onInput={(lateMinutes) => change({ lateMinutes })}
          />
        </div>
        <Field
          label={t('settings.unseen')}
          hint={t('settings.unseenHint')}
          value={draft.unseenAfterSeconds}
          wrong={submit.at('/unseenAfterSeconds')}
          inputMode="numeric"
          onInput={(unseenAfterSeconds) => change({ unseenAfterSeconds })}
        />
        <SelectField
          label={t('settings.station')}
          hint={t('settings.stationHint')}
          value={draft.defaultStationId}
          wrong={submit.at('/defaultStationId')}
          options={stations.map(({ id, name }) => ({ value: id, text: name }))}
          onChange={(defaultStationId) => change({ defaultStationId })}
        />
      </Panel>
      <Panel title={t('settings.floor')}>
        <div class="form-pair">
          <MinutesField
            label={t('settings.sittingWarn')}
            value={draft.sittingWarnMinutes}
            wrong={submit.at('/floor/warnMinutes')}
            onInput={(sittingWarnMinutes) => change({ sittingWarnMinutes })}
          />
          <MinutesField
            label={t('settings.sittingLate')}
            value={draft.sittingLateMinutes}
            wrong={submit.at('/floor/lateMinutes')}
            onInput={(sittingLateMinutes) => change({ sittingLateMinutes })}
          />
        </div>
      </Panel>
      <Trouble submit={submit} onReload={onReload} />
      <div class="settings-foot" data-dirty={dirty || undefined}>
        {dirty && (
          <Button
            onClick={() => {
              begin(outlet);
              submit.clear();
            }}
          >
            {t('form.discard')}
          </Button>
        )}
        <Button type="submit" kind="main" disabled={!dirty} busy={submit.busy}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

type MinutesFieldProps = Pick<FieldProps, 'label' | 'value' | 'wrong' | 'onInput'>;

function MinutesField(props: MinutesFieldProps) {
  return <Field {...props} hint={t('settings.minutes')} inputMode="numeric" />;
}
