import { t as frame } from '../../state/words.js';
import { Badge } from '../../ui/badge.js';
import { Menu } from '../../ui/menu.js';
import { initialsOf } from '../initials.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import { mayDecideOn, type StaffMember } from './rights.js';

export interface PersonRowProps {
  person: StaffMember;
  /** They can sign in on a paired device of this outlet. */
  hasPin: boolean;
  onDo: (what: 'change' | 'pin' | 'password' | 'active') => void;
}

/** A person, and what one may do about them. */
export function PersonRow({ person, hasPin, onDo }: PersonRowProps) {
  const { user, outlets } = useOffice();
  const { id, name, email, role, outletIds, active } = person;
  const may = mayDecideOn(user.role, outlets, person);
  const places = outlets.filter((outlet) => outletIds.includes(outlet.id));
  const own = id === user.id;
  return (
    <li class="person" data-former={!active || undefined}>
      <span class="initials" aria-hidden="true">
        {initialsOf(name)}
      </span>
      <div>
        <h3>
          {name} {own && <span class="soft">{t('staff.you')}</span>}
        </h3>
        <p class="soft">{email}</p>
      </div>
      <p class="person-where soft">
        {role === 'owner'
          ? t('staff.everywhere')
          : places.map((place) => place.name).join(', ') || t('staff.nowhere')}
      </p>
      <p class="person-marks">
        <Badge>{frame(`role.${role}`)}</Badge>
        {active ? (
          <Badge {...(hasPin ? { tone: 'good' } : {})}>
            {hasPin ? t('staff.hasPin') : t('staff.noPin')}
          </Badge>
        ) : (
          <Badge tone="bad">{t('staff.inactive')}</Badge>
        )}
      </p>
      <Menu
        kind="quiet"
        icon="more"
        label={t('actionsOf', { name })}
        disabled={!may && !own}
        groups={[
          {
            items: [
              ...(may
                ? [
                    {
                      ...{ key: 'change', text: t('change'), icon: 'edit' as const },
                      run: () => onDo('change'),
                    },
                  ]
                : []),
              {
                ...{
                  key: 'pin',
                  text: t(hasPin ? 'staff.newPin' : 'staff.setPin'),
                  icon: 'key' as const,
                },
                run: () => onDo('pin'),
              },
              ...(may
                ? [
                    {
                      ...{ key: 'password', text: t('staff.password'), icon: 'lock' as const },
                      run: () => onDo('password'),
                    },
                    {
                      key: 'active',
                      text: active ? t('staff.deactivate') : t('staff.activate'),
                      icon: active ? ('leave' as const) : ('check' as const),
                      run: () => onDo('active'),
                    },
                  ]
                : []),
            ],
          },
        ]}
      />
    </li>
  );
}
