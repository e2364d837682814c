import { Button } from '../../ui/button.js';
import { t } from '../words.js';
import { Group } from './group.js';
import type { GroupDraft } from './item-draft.js';
import { newGroup } from './new-rows.js';
import type { Station } from './shapes.js';

export interface GroupsProps {
  groups: readonly GroupDraft[];
  stations: readonly Station[];
  at: (pointer: string) => string | undefined;
  onChange: (groups: GroupDraft[]) => void;
}

/** What a guest may choose with the item: spice, extras, sides. */
export function Groups({ groups, stations, at, onChange }: GroupsProps) {
  return (
    <section class="form-part" aria-label={t('groups')}>
      <header>
        <span>{t('groups')}</span>
        <Button kind="quiet" icon="plus" onClick={() => onChange([...groups, newGroup()])}>
          {t('group.add')}
        </Button>
      </header>
      {groups.length === 0 && <p class="field-hint">{t('groups.none')}</p>}
      {groups.map((group, index) => (
        <Group
          key={group.key}
          group={group}
          pointer={`/modifierGroups/${index}`}
          stations={stations}
          at={at}
          onChange={(next) => onChange(groups.map((each, i) => (i === index ? next : each)))}
          onRemove={() => onChange(groups.filter((_, i) => i !== index))}
        />
      ))}
    </section>
  );
}
