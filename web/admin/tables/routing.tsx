import { useState } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { toast } from '../../ui/toast.js';
import { type Asked, useAsked } from '../asked.js';
import { troubleText } from '../form/refusal.js';
import { Grip } from '../grip.js';
import { arranged } from '../menu/arranged.js';
import { ALL, useOffice } from '../office.js';
import { Shown } from '../shown.js';
import { useSorting } from '../sorting.js';
import { t } from '../words.js';
import { RuleForm } from './rule-form.js';
import { RuleText } from './rule-text.js';
import {
  type FloorTable,
  isSame,
  type Outlet,
  type Rule,
  sectionsOf,
  type Station,
} from './shapes.js';

/** Rules by which a dish goes to another station than its own. */
export function Routing({ asked: tables }: { asked: Asked<FloorTable[]> }) {
  const { outlet, query } = useOffice();
  const asked = useAsked(outlet.id, async () => {
    const [settings, stations] = await Promise.all([
      query('outlet.read', {}),
      query('station.list', ALL),
    ]);
    return { settings, stations: stations.data };
  }, ['outlet.', 'station.']);
  return (
    <Shown of={asked}>
      {({ settings, stations }) => (
        <Rules
          settings={settings}
          stations={stations}
          sections={sectionsOf(tables.value.value ?? []).flatMap((each) => each ?? [])}
          onSaved={(next) => asked.take((known) => ({ ...known, settings: next }))}
          onReload={() => void asked.ask()}
        />
      )}
    </Shown>
  );
}

/** Of the rule and not of its place, so that the grip keeps the focus; equal ones are told apart. */
function keyOf(rules: readonly Rule[], at: number): string {
  const same = rules.slice(0, at).filter((each) => isSame(each, rules[at]));
  return `${JSON.stringify(rules[at])} ${same.length}`;
}

interface RulesProps {
  settings: Outlet;
  stations: readonly Station[];
  sections: readonly string[];
  onSaved: (outlet: Outlet) => void;
  onReload: () => void;
}

function Rules({ settings, stations, sections, onSaved, onReload }: RulesProps) {
  const { command } = useOffice();
  const { routing, rev } = settings;
  const [open, setOpen] = useState<number | null>(null);
  const nameOf = (id: string) => stations.find((each) => each.id === id)?.name ?? id;
  /** All rules are sent as one: their order decides. */
  const send = async (rules: readonly Rule[]) => {
    onSaved(await command('routing.change', { routing: [...rules] }, rev));
  };
  const move = async (from: number, to: number) => {
    try {
      await send(arranged(routing, from, to));
    } catch (error) {
      toast({ tone: 'bad', text: troubleText(error) });
      onReload();
    }
  };
  const sorting = useSorting({
    count: routing.length,
    nameOf: (at) => nameOf(routing[at]?.from ?? ''),
    onMove: (from, to) => void move(from, to),
  });
  return (
    <div class="tables">
      <div class="list-head">
        <p class="soft">{t('routing.text')}</p>
        <Button
          kind="main"
          icon="plus"
          disabled={stations.length < 2}
          onClick={() => setOpen(routing.length)}
        >
          {t('rule.add')}
        </Button>
      </div>
      {routing.length === 0 ? (
        <EmptyState icon="kitchen" title={t('routing.none')}>
          <p>{stations.length < 2 ? t('routing.oneStation') : t('routing.noneText')}</p>
        </EmptyState>
      ) : (
        <ul class="cards one" ref={sorting.list}>
          {routing.map((rule, at) => (
            <li key={keyOf(routing, at)} {...sorting.row(at)}>
              <Grip name={t('rule.at', { n: at + 1 })} {...sorting.grip(at)} />
              <span class="rule-at figures">{at + 1}</span>
              <RuleText rule={rule} nameOf={nameOf} />
              <Button
                kind="quiet"
                icon="edit"
                label={t('changeOf', { name: t('rule.at', { n: at + 1 }) })}
                onClick={() => setOpen(at)}
              />
            </li>
          ))}
        </ul>
      )}
      <p class="unseen" aria-live="polite">
        {sorting.said}
      </p>
      {open !== null && (
        <RuleForm
          rules={routing}
          at={open}
          stations={stations}
          sections={sections}
          onSend={send}
          onClose={() => setOpen(null)}
          onReload={() => {
            onReload();
            setOpen(null);
          }}
        />
      )}
    </div>
  );
}
