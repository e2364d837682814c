import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { t } from '../words.js';
import { Choices } from './choices.js';
import type { GroupDraft } from './item-draft.js';
import { newChoice } from './new-rows.js';
import type { Station } from './shapes.js';

export interface GroupProps {
  group: GroupDraft;
  pointer: string;
  stations: readonly Station[];
  at: (pointer: string) => string | undefined;
  onChange: (group: GroupDraft) => void;
  onRemove: () => void;
}

/** Modifiers that belong together, and how many of them may or must be chosen. */
export function Group({ group, pointer, stations, at, onChange, onRemove }: GroupProps) {
  const { name, min, max, modifiers } = group;
  const put = (part: Partial<GroupDraft>) => onChange({ ...group, ...part });
  return (
    <div class="modifier-group">
      <div class="modifier-group-head">
        <Field
          label={t('group.name')}
          value={name}
          wrong={at(`${pointer}/name`)}
          autoComplete="off"
          onInput={(text) => put({ name: text })}
        />
        <Field
          label={t('group.min')}
          value={min}
          wrong={at(`${pointer}/min`)}
          inputMode="numeric"
          onInput={(text) => put({ min: text })}
        />
        <Field
          label={t('group.max')}
          value={max}
          wrong={at(`${pointer}/max`)}
          inputMode="numeric"
          onInput={(text) => put({ max: text })}
        />
        <Button
          kind="quiet"
          icon="close"
          label={t('choice.remove', { name: name || t('group') })}
          onClick={onRemove}
        />
      </div>
      <Choices
        label={name || t('group')}
        choices={modifiers}
        pointer={`${pointer}/modifiers`}
        at={at}
        stations={stations}
        onChange={(next) => put({ modifiers: next })}
      />
      {at(`${pointer}/modifiers`) && <p class="field-wrong">{at(`${pointer}/modifiers`)}</p>}
      <Button
        kind="quiet"
        icon="plus"
        onClick={() => put({ modifiers: [...modifiers, newChoice()] })}
      >
        {t('modifier.add')}
      </Button>
    </div>
  );
}
