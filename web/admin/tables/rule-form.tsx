import { useState } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { SelectField } from '../../ui/field.js';
import { faults } from '../form/faults.js';
import { FormDialog } from '../form/form-dialog.js';
import { useSubmit } from '../form/submit.js';
import { timeOf } from '../form/time.js';
import { TimeField } from '../form/time-field.js';
import { t } from '../words.js';
import { isSame, type Rule, type Station } from './shapes.js';

export interface RuleFormProps {
  rules: readonly Rule[];
  /** Which of them; behind the last: a new one. */
  at: number;
  stations: readonly Station[];
  sections: readonly string[];
  /** Sends all rules; rejects with the refusal. */
  onSend: (rules: readonly Rule[]) => Promise<void>;
  onClose: () => void;
  onReload: () => void;
}

/** One rule: what goes elsewhere, where to, in which section, between which times. */
export function RuleForm({
  rules,
  at,
  stations,
  sections,
  onSend,
  onClose,
  onReload,
}: RuleFormProps) {
  const rule = rules[at];
  const before = {
    from: rule?.from ?? '',
    to: rule?.to ?? '',
    section: rule?.section ?? '',
    after: rule?.after ?? '',
    before: rule?.before ?? '',
  };
  const [draft, setDraft] = useState(before);
  const change = (part: Partial<typeof before>) => setDraft({ ...draft, ...part });
  const submit = useSubmit();
  const pointer = `/routing/${at}`;
  const save = async () => {
    const { from, to, section, after, before: until } = draft;
    const next: Rule = {
      from,
      to,
      ...(section === '' ? {} : { section }),
      ...(after === '' ? {} : { after }),
      ...(until === '' ? {} : { before: until }),
    };
    const again = rules.some((each, i) => i !== at && isSame(each, next));
    const found = faults(
      [`${pointer}/from`, from === '' ? 'needed' : again ? 'twice' : null],
      [`${pointer}/to`, to === '' ? 'needed' : to === from ? 'samePlace' : null],
      [`${pointer}/after`, isTime(after) ? null : 'notTime'],
      [`${pointer}/before`, isTime(until) ? null : 'notTime'],
    );
    const all = rule ? rules.map((each, i) => (i === at ? next : each)) : [...rules, next];
    if (await submit.run(found, () => onSend(all))) onClose();
  };
  const remove = async () => {
    const taken = await submit.run({}, () => onSend(rules.filter((_, i) => i !== at)));
    if (taken) onClose();
  };
  const places = [
    { value: '', text: t('choose') },
    ...stations.map(({ id, name }) => ({ value: id, text: name })),
  ];
  return (
    <FormDialog
      title={rule ? t('rule.at', { n: at + 1 }) : t('rule.new')}
      submitText={t('save')}
      submit={submit}
      dirty={JSON.stringify(draft) !== JSON.stringify(before)}
      onSubmit={() => void save()}
      onClose={onClose}
      onReload={onReload}
      {...(rule
        ? {
            others: (
              <Button kind="quiet" icon="close" onClick={() => void remove()}>
                {t('rule.remove')}
              </Button>
            ),
          }
        : {})}
    >
      <div class="form-pair">
        <SelectField
          label={t('rule.fromLabel')}
          value={draft.from}
          wrong={submit.at(`${pointer}/from`)}
          options={places}
          onChange={(from) => change({ from })}
        />
        <SelectField
          label={t('rule.toLabel')}
          value={draft.to}
          wrong={submit.at(`${pointer}/to`)}
          options={places}
          onChange={(to) => change({ to })}
        />
      </div>
      <SelectField
        label={t('rule.sectionLabel')}
        value={draft.section}
        wrong={submit.at(`${pointer}/section`)}
        options={[
          { value: '', text: t('rule.everywhere') },
          ...[...new Set([...sections, ...(draft.section === '' ? [] : [draft.section])])].map(
            (section) => ({ value: section, text: section }),
          ),
        ]}
        onChange={(section) => change({ section })}
      />
      <div class="form-pair">
        <TimeField
          label={t('rule.afterLabel')}
          hint={t('rule.timeHint')}
          value={draft.after}
          wrong={submit.at(`${pointer}/after`)}
          onInput={(after) => change({ after })}
        />
        <TimeField
          label={t('rule.beforeLabel')}
          hint={t('rule.timeHint')}
          value={draft.before}
          wrong={submit.at(`${pointer}/before`)}
          onInput={(until) => change({ before: until })}
        />
      </div>
    </FormDialog>
  );
}

/** Empty: at any. */
function isTime(text: string): boolean {
  return text === '' || timeOf(text) === text;
}
