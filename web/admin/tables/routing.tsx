import { useState } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { toast } from '../../ui/toast.js';
import type { Asked } from '../asked.js';
import { troubleText } from '../form/refusal.js';
import { revFor } from '../form/rev-for.js';
import { Grip } from '../grip.js';
import { arranged } from '../menu/arranged.js';
import { ALL, useOffice } from '../office.js';
import { Shown } from '../shown.js';
import { useSorting } from '../sorting.js';
import { useAsked } from '../use-asked.js';
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
          asked={asked}
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
  asked: Asked<{ settings: Outlet; stations: readonly Station[] }>;
}

function Rules({ settings, stations, sections, asked }: RulesProps) {
  const { command, query } = useOffice();
  const { routing } = settings;
  /** Which rule is open, of the outlet as it was then: others may change its rules meanwhile. */
  const [open, setOpen] = useState<{ at: number; of: Outlet } | null>(null);
  const begin = (at: number) => setOpen({ at, of: settings });
  const nameOf = (id: string) => stations.find((each) => each.id === id)?.name ?? id;
  const show = (part: Partial<Outlet>) =>
    asked.take((known) => ({ ...known, settings: { ...known.settings, ...part } }));
  /** All rules are sent as one, since their order decides; of the outlet as it was known last. */
  const send = (rules: readonly Rule[], rev = asked.value.peek()?.settings.rev) =>
    command('routing.change', { routing: [...rules] }, rev);
  const save = async (of: Outlet, rules: readonly Rule[]) => {
    // A kitchen display that begins to watch changes the outlet as well.
    const newest = await query('outlet.read', {});
    const saved = await send(rules, revFor({ routing: rules }, of, newest));
    show({ routing: saved.routing, rev: saved.rev });
  };
  const move = async (from: number, to: number) => {
    const next = [...arranged(routing, from, to)];
    try {
      await asked.ahead(
        (known) => ({ ...known, settings: { ...known.settings, routing: next } }),
        // Not the rules: meanwhile they may be in another order again.
        async () => show({ rev: (await send(next)).rev }),
        'order',
      );
    } catch (error) {
      toast({ tone: 'bad', text: troubleText(error) });
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
          onClick={() => begin(routing.length)}
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
                onClick={() => begin(at)}
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
          rules={open.of.routing}
          at={open.at}
          stations={stations}
          sections={sections}
          onSend={(rules) => save(open.of, rules)}
          onClose={() => setOpen(null)}
          onReload={() => {
            void asked.ask();
            setOpen(null);
          }}
        />
      )}
    </div>
  );
}
